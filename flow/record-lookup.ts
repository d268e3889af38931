/**
 * A related record that is named by something other than its id: `{ "$record": { "by": "name", "value": …, "onMissing": "fail" } }` as the
 * value of a relation, alone or in a list. It stays as it is until the step acts: the adapter looks the records up, all of a step at once.
 *
 * Only what the author wrote counts. The same object in data from outside is data, or a caller could have records looked up and made.
 */
import { z } from "zod";
import type { Json, Step } from "./document.ts";
import { Json as JsonValue } from "./document.ts";
import { nameOf } from "./problem.ts";
import type { Found } from "./problem.ts";

export const RECORD = "$record";

export const OnMissing = z.enum(["fail", "leave-out", "create"]);
export type OnMissing = z.infer<typeof OnMissing>;

export const RecordLookup = z.strictObject({
  /** `external-id`, `key` (the exactly-once key of an upsert), `id`, or a field of the related model: name, email, code … */
  by: z.string().min(1),
  /** what is looked for: text, a number, or a list of them; absent: the field is not written */
  value: JsonValue.optional(),
  onMissing: OnMissing.default("fail"),
  onMany: z.literal("stop").optional(),
  /** for a field that holds several: linked beside those that are there, which a plain list replaces */
  add: z.boolean().optional(),
});
export type RecordLookup = z.infer<typeof RecordLookup>;

/** Whether a value says that it is a lookup, rightly or not. */
export function isLookup(value: Json | undefined): value is { [RECORD]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 1 && RECORD in value;
}

/** Whether a value as written in a config asks for lookups, itself or in what its expressions build. */
export function mentionsLookup(written: Json | undefined): boolean {
  return written !== undefined && JSON.stringify(written).includes(RECORD);
}

/** Those of the resolved values whose lookups count: the author wrote them there. */
export function lookupsWritten(written: Json | undefined, values: Record<string, Json>): string[] {
  const isWhole = typeof written !== "object" || written === null || Array.isArray(written) || "$" in written;
  return Object.keys(values).filter((name) => mentionsLookup(isWhole ? written : written[name]));
}

/** Lookups in a step's settings that cannot work. */
export function lookupProblems(step: Step): Found[] {
  if (!step.type.startsWith("odoo.")) return [];
  return lookupsIn(step.config).flatMap(({ path, inner }): Found[] => {
    const read = RecordLookup.safeParse(inner);
    const at = { severity: "error" as const, step: step.id, field: path };
    if (!read.success)
      return [
        {
          ...at,
          code: "lookup.invalid",
          message: `A record of ${nameOf(step)} is looked up in a way that cannot work: ${read.error.issues[0]?.message ?? "it is incomplete"}.`,
          fix: "Say by what it is found, and what happens when it is missing.",
        },
      ];
    if (read.data.onMissing !== "create" || !["external-id", "key", "id"].includes(read.data.by)) return [];
    return [
      {
        ...at,
        code: "lookup.cannot_create",
        message: `A missing record cannot be made from its ${read.data.by === "external-id" ? "external id" : read.data.by} alone.`,
        fix: "Look it up by its name, or let the step fail or leave the field out.",
      },
    ];
  });
}

function lookupsIn(value: Json, path = ""): { path: string; inner: Json }[] {
  if (typeof value !== "object" || value === null) return [];
  if (isLookup(value)) return [{ path, inner: value[RECORD] }];
  return Object.entries(value).flatMap(([key, inner]: [string, Json]) => lookupsIn(inner, path === "" ? key : `${path}.${key}`));
}
