import { z } from "zod";
import { canonical } from "../../canonical.ts";
import { Json } from "../../document.ts";
import type { Step } from "../../document.ts";
import { business } from "../../failure.ts";
import type { OdooListed, OdooMatch } from "../../ports.ts";
import type { EffectPreview, StepContext } from "../../step.ts";
import { defineStep } from "../../step.ts";
import { knownRecords, knownUpsert } from "../known-record.ts";
import { listWrittenShape, upsertedShape } from "../../odoo-shape.ts";
import { listConfig, listFields, listInput, nameOf, previewList, simulateList, wantedOf, withLookups, writeList } from "../odoo-list.ts";
import type { Wanted } from "../odoo-list.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput } from "../odoo-settings.ts";
import { RecordValue, TextValue } from "../values.ts";
import { withRecordsOfOne } from "../with-records.ts";
import { face } from "./face.ts";

const Match = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("external-id"), key: TextValue }),
  z.strictObject({ kind: z.literal("fields"), fields: z.array(z.string().min(1)).min(1), onMany: z.literal("stop").optional() }),
]);
const Config = z.strictObject({
  ...odooConfig,
  match: Match,
  onMatch: z.enum(["update", "skip", "stop"]).optional(),
  adopt: z.boolean().optional(),
  values: RecordValue,
  ...listConfig,
});
export type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const One = z.object({
  match: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("external-id"), key: z.coerce.string() }),
    z.object({ kind: z.literal("fields"), fields: z.array(z.string()) }),
  ]),
  values: Values,
});
type One = z.infer<typeof One>;
const Shared = z.object({
  ...odooInput,
  onMatch: z.enum(["update", "skip", "stop"]).default("update"),
  ...listInput(One),
});
/** One record, or what each of the items gave. */
const Input = z.union([Shared.extend(One.shape), Shared.required({ each: true })]);
type Input = z.infer<typeof Input>;

const isOne = (input: Input): input is Input & One => input.each === undefined;

function matchOf(self: Step, match: One["match"], wanted: Record<string, Json>): { match: OdooMatch; externalId: (key: string) => string } {
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

async function wantedFrom(ctx: StepContext<Input>, q: { isDry: boolean }): Promise<Wanted[]> {
  const { input, effect, step: self } = ctx;
  return wantedOf(await withLookups<One>(ctx, input.each ?? [], q), (each) => {
    const { match, externalId } = matchOf(self, each.match, each.values);
    // named by what it matches, not by its place: the next list may have its records in another order
    const name = match.kind === "fields" ? externalId(`${effect.key}/${canonical(match.values)}`) : externalId("");
    return { externalId: name, values: each.values, match };
  });
}

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
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
    ...listFields,
    contextField,
  ],
  outputs: (config) => (config.items === undefined ? upsertedShape : listWrittenShape),
  perRecord: ["match", "values"],
  effect: {
    ...face.effect,
    allowed: ["exactly-once"],
    keyHasVisit: false,
    preview: async (ctx) => {
      const { connection, model } = ctx.input;
      const preview = async (values: Record<string, Json>, match: OdooMatch, externalId: string): Promise<EffectPreview> => {
        const asked = { connection, model, kind: "upsert" as const, match, externalId, values, ...knownUpsert(ctx.effect.receipt) };
        const found = await ctx.ports.odoo.preview({ ...asked, ...contextIn(ctx.input) }, ctx);
        const name = found.record?.name ?? nameOf(values);
        const verb = found.action === "create" ? "Create" : found.action === "update" ? "Update" : "Leave";
        return { system: "odoo", title: `${verb} ${found.modelLabel.toLowerCase()} ${name}`.trim(), connection, model, ...found };
      };
      if (!isOne(ctx.input)) {
        const one = ({ values, match, externalId }: OdooListed) => preview(values, match ?? { kind: "external-id", key: "" }, externalId);
        return previewList(await wantedFrom(ctx, { isDry: true }), { model, connection, one });
      }
      const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: true });
      const { match, externalId } = matchOf(ctx.step, ctx.input.match, values);
      return [await preview(values, match, externalId(ctx.effect.key))];
    },
    simulate: ({ step: self, input }, previews) => {
      const [preview] = previews;
      if (!isOne(input)) return simulateList(self.id, input.each?.length ?? 0, previews);
      return {
        id: preview?.record?.id ?? { $new: self.id },
        action: preview?.action === "create" ? "created" : preview?.action === "update" ? "updated" : "found",
        changed: preview?.action === "update" ? preview.fields.map((field) => ({ field: field.name, before: field.before, after: field.after })) : [],
      };
    },
  },
  execute: async (ctx) => {
    const { connection, model, onMatch } = ctx.input;
    if (!isOne(ctx.input))
      return writeList(ctx, { kind: "upsert", onMatch, wanted: await wantedFrom(ctx, { isDry: false }), ...knownRecords(ctx.effect.receipt) });
    const values = await withRecordsOfOne(ctx, { values: ctx.input.values, isDry: false });
    const { match, externalId } = matchOf(ctx.step, ctx.input.match, values);
    const written = await ctx.ports.odoo.upsert(
      {
        connection,
        model,
        match,
        values,
        onMatch,
        externalId: externalId(ctx.effect.key),
        ...knownUpsert(ctx.effect.receipt),
        ...contextIn(ctx.input),
      },
      ctx,
    );
    return { kind: "done", output: written };
  },
});
