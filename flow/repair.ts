/** A problem solved as its repair says. */
import { canonical } from "./canonical.ts";
import type { Json, Step } from "./document.ts";
import type { Repair } from "./problem.ts";

/** @returns null where the setting is not what it was when the problem was found */
export function repaired(step: Step, { field, was, value }: Repair): Step | null {
  const parts = field.split(".");
  const now = parts.reduce<Json | undefined>(inside, step.config);
  if (now === undefined || canonical(now) !== canonical(was)) return null;
  const config = put(step.config, parts, value);
  return typeof config === "object" && config !== null && !Array.isArray(config) ? { ...step, config } : null;
}

function inside(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : undefined;
}

function put(into: Json, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(into)) return into.map((each, index) => (index === Number(key) ? put(each, rest, value) : each));
  if (typeof into !== "object" || into === null) return into;
  return { ...into, [key]: put(into[key] ?? null, rest, value) };
}
