import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import type { OdooMatch } from "../../ports.ts";
import type { StepContext } from "../../step.ts";
import { defineStep } from "../../step.ts";
import { knownRecord } from "../known-record.ts";
import { writtenShape } from "../../odoo-shape.ts";
import { onError, out, RecordValue, shown, TextValue } from "../values.ts";
import { withRecordsOfOne } from "../with-records.ts";

const Match = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("external-id"), key: TextValue }),
  z.strictObject({ kind: z.literal("fields"), fields: z.array(z.string().min(1)).min(1), onMany: z.literal("stop").optional() }),
]);
const Config = z.strictObject({
  connection: z.string().min(1),
  model: z.string().min(1),
  match: Match,
  onMatch: z.enum(["update", "skip", "stop"]).optional(),
  adopt: z.boolean().optional(),
  values: RecordValue,
  context: z.record(z.string(), Json).optional(),
});
type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const Input = z.object({
  connection: z.string(),
  model: z.string(),
  match: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("external-id"), key: z.coerce.string() }),
    z.object({ kind: z.literal("fields"), fields: z.array(z.string()) }),
  ]),
  onMatch: z.enum(["update", "skip", "stop"]).default("update"),
  values: Values,
  context: Values.optional(),
});
type Input = z.infer<typeof Input>;

function matchOf({ input, step: self }: StepContext<Input>, wanted: Record<string, Json>): { match: OdooMatch; externalId: (key: string) => string } {
  const { match } = input;
  if (match.kind === "external-id") {
    if (match.key.trim() === "")
      throw business("invalid-data", "odoo.key_missing", `The key that ${self.name ?? self.id} looks the record up by is empty.`, {
        fix: "Send the data that the key is made of.",
      });
    return { match, externalId: () => `author:${match.key}` };
  }
  const values: Record<string, Json> = {};
  for (const field of match.fields) {
    const value = wanted[field];
    if (value === undefined || value === null || value === "") {
      throw business("invalid-data", "odoo.key_missing", `${self.name ?? self.id} matches records by ${field}, and this run has no value for it.`, {
        fix: `Send a value for ${field}, or match by another field.`,
        where: { field },
      });
    }
    values[field] = value;
  }
  return { match: { kind: "fields", values }, externalId: (key) => key };
}

export const step = defineStep<Config, Input>({
  type: "odoo.upsert",
  version: 1,
  title: "Upsert in Odoo",
  description: "Finds a record in Odoo and writes only the fields that differ; creates it where there is none.",
  icon: "box",
  category: "odoo",
  group: "odoo",
  letter: "o",
  config: Config,
  input: Input,
  defaults: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: "" }, values: {} },
  fields: [
    { key: "connection", label: "Connection", control: "connection", connectionKind: "odoo", required: true },
    { key: "model", label: "Model", control: "odoo-model", required: true },
    { key: "match", label: "Exactly-once key", control: "odoo-match", required: true, help: "How the record is recognised." },
    {
      key: "onMatch",
      label: "When it is there",
      control: "select",
      options: [
        { value: "update", label: "Update what differs" },
        { value: "skip", label: "Leave it" },
        { value: "stop", label: "Stop with a business error" },
      ],
    },
    { key: "values", label: "Fields", control: "odoo-fields", required: true },
    { key: "context", label: "Context", control: "json" },
  ],
  summary: (config) =>
    `${config.model} · upsert by ${config.match.kind === "external-id" ? shown(config.match.key) || "external id" : config.match.fields.join(", ")}`,
  ports: () => [out, onError],
  outputs: () => writtenShape,
  uses: ["odoo"],
  effect: {
    delivery: "exactly-once",
    allowed: ["exactly-once"],
    keyHasVisit: false,
    preview: async (ctx) => {
      const { connection, model, context } = ctx.input;
      const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: true });
      const { match, externalId } = matchOf(ctx, values);
      const found = await ctx.ports.odoo.preview(
        { connection, model, kind: "upsert", match, externalId: externalId(ctx.effect.key), values, ...(context ? { context } : {}) },
        ctx,
      );
      const name = found.record?.name ?? (typeof values.name === "string" ? values.name : "");
      const verb = found.action === "create" ? "Create" : found.action === "update" ? "Update" : "Leave";
      return [{ system: "odoo", title: `${verb} ${found.modelLabel.toLowerCase()} ${name}`.trim(), connection, model, ...found }];
    },
    simulate: ({ step: self }, [preview]) => ({
      id: preview?.record?.id ?? { $new: self.id },
      action: preview?.action === "create" ? "created" : preview?.action === "update" ? "updated" : "found",
      changed: preview?.action === "update" ? preview.fields.map((field) => ({ field: field.name, before: field.before, after: field.after })) : [],
    }),
  },
  execute: async (ctx) => {
    const { connection, model, onMatch, context } = ctx.input;
    const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: false });
    const { match, externalId } = matchOf(ctx, values);
    const written = await ctx.ports.odoo.upsert(
      {
        connection,
        model,
        match,
        values,
        onMatch,
        externalId: externalId(ctx.effect.key),
        ...knownRecord(ctx.effect.receipt),
        ...(context ? { context } : {}),
      },
      ctx,
    );
    return { kind: "done", output: written };
  },
});
