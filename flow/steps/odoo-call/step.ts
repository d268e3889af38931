import { z } from "zod";
import { Json } from "../../document.ts";
import { StepFailure } from "../../failure.ts";
import { unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import type { StepContext } from "../../step.ts";
import { connectionField, contextField, contextIn, modelField, odooConfig, odooInput } from "../odoo-settings.ts";
import { AnyValue, listOf, RecordValue } from "../values.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  ...odooConfig,
  method: z.string().regex(/^[a-z][a-z0-9_]*$/i, "names a public method"),
  ids: AnyValue.optional(),
  args: RecordValue.optional(),
  done: AnyValue.optional(),
  doneModel: z.string().min(1).optional(),
});
export type Config = z.infer<typeof Config>;
const Values = z.record(z.string(), Json);
const Input = z.object({
  ...odooInput,
  method: z.string(),
  ids: listOf(z.int().positive()),
  args: Values.default({}),
  /** what shows that it has been done: records that fit are left as they are; of another model, one that fits is enough */
  done: z.array(Json).optional(),
  doneModel: z.string().optional(),
});

type Input = z.infer<typeof Input>;

/** The ids that are still to be called; null where nothing is to be done any more. Archived records count. */
async function toCall(ctx: Pick<StepContext<Input>, "input" | "ports" | "signal" | "note">): Promise<number[] | null> {
  const { connection, model, ids, done, doneModel = model } = ctx.input;
  if (done === undefined) return ids;
  const isOfTheirs = doneModel === model && ids.length > 0;
  const domain: Json[] = isOfTheirs ? [["id", "in", ids], ...done] : done;
  const context = { ...ctx.input.context, active_test: false };
  const call = { connection, model: doneModel, domain, fields: ["id"], limit: isOfTheirs ? ids.length : 1, context };
  const { records } = await ctx.ports.odoo.search(call, ctx);
  if (!isOfTheirs) return records.length > 0 ? null : ids;
  const finished = new Set(records.map((record) => record.id));
  const rest = ids.filter((id) => !finished.has(id));
  return rest.length > 0 ? rest : null;
}

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    connectionField,
    modelField,
    { key: "method", label: "Method", control: "odoo-method", required: true },
    { key: "ids", label: "Record ids", control: "expression" },
    { key: "args", label: "Arguments", control: "odoo-arguments" },
    {
      key: "done",
      label: "Nothing to do where",
      control: "odoo-domain",
      help: "What Odoo looks like when it has been done, such as state = sale: such records are left alone, also when nobody knows whether the call arrived.",
    },
    {
      key: "doneModel",
      label: "Looked for in",
      control: "odoo-model",
      help: "Another model that shows it, such as the order of an invoice wizard; one record that fits is enough then.",
    },
    contextField,
  ],
  outputs: () => ({ kind: "object", fields: { result: unknownShape, action: { kind: "string", values: ["called", "found"] } } }),
  effect: {
    ...face.effect,
    allowed: ["at-most-once", "at-least-once"],
    // looked at first, it may be sent again: what was done is found
    keyHasVisit: true,
    preview: async (ctx) => {
      const { connection, model, method, ids, args } = ctx.input;
      let unread: string | undefined;
      const rest = await toCall(ctx).catch((error: unknown) => {
        if (!(error instanceof StepFailure)) throw error;
        unread = error.failure.message;
        return ids;
      });
      const named = `${method} on ${model} ${(rest ?? ids).join(", ")}`.trim();
      const fields = Object.entries(args).map(([name, after]) => ({ name, label: name, before: null, after }));
      if (rest === null) return [{ system: "odoo", title: `Leave ${named}: it is done`, connection, model, action: "none", fields: [] }];
      return [{ system: "odoo", title: `Call ${named}`, connection, model, action: "call", fields, ...(unread === undefined ? {} : { unread }) }];
    },
    simulate: (_, [preview]) => ({ result: null, action: preview?.action === "none" ? "found" : "called" }),
  },
  execute: async (ctx) => {
    const { connection, model, method, args } = ctx.input;
    const ids = await toCall(ctx);
    if (ids === null) return { kind: "done", output: { result: null, action: "found" } };
    const result = await ctx.ports.odoo.call({ connection, model, method, args, ...(ids.length ? { ids } : {}), ...contextIn(ctx.input) }, ctx);
    return { kind: "done", output: { result, action: "called" } };
  },
});
