import { z } from "zod";
import type { Json } from "../../document.ts";
import { RECORD } from "../../record-lookup.ts";
import { writtenShape } from "../../odoo-shape.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { knownRecord } from "../known-record.ts";
import { connectionField, contextField, modelField, odooConfig, odooInput, recordField } from "../odoo-settings.ts";
import { asHtml } from "../rich-text.ts";
import { AnyValue, TextValue } from "../values.ts";
import { resolvedOrThrow } from "../with-records.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  ...odooConfig,
  id: AnyValue,
  summary: TextValue,
  note: TextValue.optional(),
  activityType: TextValue.optional(),
  user: AnyValue.optional(),
  due: TextValue.optional(),
});
export type Config = z.infer<typeof Config>;
const Input = z.object({
  ...odooInput,
  id: z.int().positive(),
  summary: z.coerce.string(),
  note: z.coerce.string().optional(),
  activityType: z.coerce.string().optional(),
  user: z.union([z.string(), z.number()]).nullish(),
  due: z.coerce.string().optional(),
});
type Input = z.infer<typeof Input>;

const DAY_MS = 86_400_000;

/** Odoo fills in the type and the user that it would take itself. Without a day it is due tomorrow, by the run's clock. */
async function recordOf(ctx: StepContext<Input>, { isDry }: { isDry: boolean }) {
  const { connection, model, id, summary, note, activityType, user, due, context } = ctx.input;
  const isLogin = typeof user === "string" && !/^\d+$/.test(user);
  const wanted: Record<string, Json> = {
    res_id: id,
    summary,
    date_deadline: due || new Date(ctx.now + DAY_MS).toISOString().slice(0, 10),
    ...(note ? { note: asHtml(note, "text") } : {}),
    ...(activityType ? { activity_type_id: { [RECORD]: { by: "name", value: activityType } } } : {}),
    ...(user === undefined || user === null || user === "" ? {} : { user_id: isLogin ? { [RECORD]: { by: "login", value: user } } : Number(user) }),
  };
  // the activity's own model is read from here, whoever may look at the list of models
  const about = { ...context, default_res_model: model };
  const records = [{ values: wanted, lookups: Object.keys(wanted) }];
  const [resolved] = await ctx.ports.odoo.resolve({ connection, model: ACTIVITY, records, isDry, context: about }, ctx);
  return { externalId: ctx.effect.key, values: resolvedOrThrow(resolved) ?? wanted, context: about };
}

const ACTIVITY = "mail.activity";

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    recordField,
    { key: "summary", label: "Summary", control: "text", required: true },
    { key: "note", label: "Note", control: "long-text" },
    { key: "activityType", label: "Activity type", control: "text", placeholder: "To-Do", help: "Its name in Odoo; empty: the one that Odoo takes itself." },
    {
      key: "user",
      label: "Assigned to",
      control: "text",
      placeholder: "ingrid.moen@halvorsen.example",
      help: "Login or id; empty: the user of the connection.",
    },
    { key: "due", label: "Due", control: "text", placeholder: "2026-12-31", help: "A day; empty: the day after the run began." },
    contextField,
  ],
  outputs: () => writtenShape,
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: true,
    preview: async (ctx) => {
      const { connection, model, id, summary } = ctx.input;
      const { externalId, values, context } = await recordOf(ctx, { isDry: true });
      const found = await ctx.ports.odoo.preview({ connection, model: ACTIVITY, kind: "create", externalId, values, context }, ctx);
      return [{ system: "odoo", title: `Schedule ${summary || "an activity"} on ${model} #${id}`, connection, ...found, model }];
    },
    simulate: ({ step: self }, [preview]) => ({ id: preview?.record?.id ?? { $new: self.id }, action: preview?.record ? "found" : "created", changed: [] }),
  },
  execute: async (ctx) => {
    const { externalId, values, context } = await recordOf(ctx, { isDry: false });
    const record = { externalId, values, ...knownRecord(ctx.effect.receipt) };
    const [written] = await ctx.ports.odoo.create({ connection: ctx.input.connection, model: ACTIVITY, records: [record], context }, ctx);
    return { kind: "done", output: written ?? null };
  },
});
