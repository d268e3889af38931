import { z } from "zod";
import { Duration, Json } from "../../document.ts";
import { milliseconds } from "../../duration.ts";
import { business } from "../../failure.ts";
import type { Shape } from "../../shape.ts";
import { either, eventOf } from "../../shape.ts";
import type { StepContext, StepResult } from "../../step.ts";
import { defineStep } from "../../step.ts";
import { TextValue } from "../values.ts";
import { correlationOf } from "./correlation.ts";
import { face } from "./face.ts";

/** `match`: what the event's key must be, or a condition over `event`. */
const Awaited = z.strictObject({ topic: z.string().min(1), match: Json.optional(), timeout: TextValue.optional() });
const Config = z
  .strictObject({ for: TextValue.optional(), until: TextValue.optional(), event: Awaited.optional() })
  .refine((config) => [config.for, config.until, config.event].filter((each) => each !== undefined).length === 1, {
    message: "takes either a duration, a time or an event",
    path: ["for"],
  });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  oneOf: {
    label: "Goes on",
    ways: [
      { key: "for", label: "After a while", blank: "PT1H" },
      { key: "until", label: "At a time", blank: { $: "" } },
      { key: "event", label: "At an event", blank: { topic: "" } },
    ],
  },
  fields: [
    { key: "for", label: "For", control: "duration" },
    { key: "until", label: "Until", control: "expression", help: "A time such as 2026-12-01T09:00:00Z." },
    { key: "event", label: "Event", control: "awaited-event" },
  ],
  outputs: (config, seen): Shape => {
    if (config.event === undefined) return { kind: "object", fields: { until: { kind: "datetime" } }, open: true };
    const heard = eventOf(seen.topic(config.event.topic));
    return config.event.timeout === undefined ? heard : either(heard, { kind: "object", fields: { topic: { kind: "string" }, until: { kind: "datetime" } } });
  },
  lazy: true,
  seesEvent: true,
  execute: async (ctx) => {
    const { input, now } = ctx;
    if (input.event !== undefined) return hear(ctx, input.event);
    const at = input.for === undefined ? await instantOf(ctx, input.until) : now + (await durationOf(ctx, input.for));
    return { kind: "wait", wait: { kind: "timer", until: new Date(at).toISOString() } };
  },
});

async function hear(ctx: StepContext<Config>, awaited: z.infer<typeof Awaited>): Promise<StepResult> {
  const { topic } = awaited;
  const { key, isIt } = await correlationOf(ctx, awaited.match);
  const withinMs = awaited.timeout === undefined ? null : await durationOf(ctx, awaited.timeout);
  const heard = await ctx.ports.events.hear({ topic, key, withinMs, isIt });
  switch (heard.state) {
    case "came":
      return { kind: "done", output: heard.event };
    case "late":
      return { kind: "done", port: "timeout", output: { topic, until: heard.until } };
    case "waiting":
      return { kind: "wait", wait: { kind: "event", until: heard.until, text: `Waits for the event ${topic}${key === null ? "" : ` of ${key}`}.` } };
  }
}

async function durationOf(ctx: StepContext<Config>, value: Json): Promise<number> {
  const text = await ctx.evaluate(value);
  const duration = Duration.safeParse(text);
  if (duration.success) return milliseconds(duration.data);
  throw business("invalid-data", "wait.duration", `${JSON.stringify(text ?? null)} is not a duration.`, {
    fix: "Give an ISO 8601 duration such as PT4H or P1D.",
  });
}

async function instantOf(ctx: StepContext<Config>, value: Json | undefined): Promise<number> {
  const text = value === undefined ? undefined : await ctx.evaluate(value);
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw business("invalid-data", "wait.time", `${JSON.stringify(text ?? null)} is not a time.`, {
    fix: "Give a time such as 2026-12-01T09:00:00Z.",
  });
}
