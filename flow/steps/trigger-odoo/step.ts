import { z } from "zod";
import { Duration, Expression, Json } from "../../document.ts";
import { milliseconds } from "../../duration.ts";
import { countsDaysOnly } from "../../odoo-domain/counted.ts";
import { recordShape } from "../../odoo-shape.ts";
import { either } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { face, WHAT } from "./face.ts";

const ON = ["created", "updated", "both", "deleted", "any"] as const;
const EVERY = { least: 10_000, most: 86_400_000 };

export const OdooTriggerConfig = z.strictObject({
  connection: z.string().min(1),
  model: z.string().min(1),
  /** watched: a change of any other field is none */
  fields: z.array(z.string().min(1)).min(1),
  /** come along with the record, and are not watched */
  read: z.array(z.string().min(1)).optional(),
  domain: z.array(Json).refine(countsDaysOnly, "counts days from when it looks, and works out nothing else: there is no run yet").optional(),
  on: z.enum(ON).default("both"),
  filter: Expression.optional(),
  sweepEvery: Duration.refine(
    (every) => !Duration.safeParse(every).success || (milliseconds(every) >= EVERY.least && milliseconds(every) <= EVERY.most),
    "is between ten seconds (PT10S) and a day (P1D)",
  ).default("PT5M"),
});
export type OdooTriggerConfig = z.infer<typeof OdooTriggerConfig>;

export const step = defineStep<OdooTriggerConfig, OdooTriggerConfig>({
  ...face,
  version: 1,
  config: OdooTriggerConfig,
  input: OdooTriggerConfig,
  fields: [
    { key: "connection", label: "Connection", control: "connection", connectionKind: "odoo", required: true },
    { key: "model", label: "Model", control: "odoo-model", required: true },
    {
      key: "on",
      label: "When a record is",
      control: "select",
      options: ON.map((value) => ({ value, label: WHAT[value] })),
    },
    { key: "fields", label: "Fields that are watched", control: "odoo-field-list", required: true },
    { key: "read", label: "Fields to bring along", control: "odoo-field-list" },
    { key: "domain", label: "Only records where", control: "odoo-domain" },
    {
      key: "filter",
      label: "Only when",
      control: "condition",
      placeholder: "trigger.record.expected_revenue > 50000",
      help: "A change for which this is false is recorded as skipped: trigger.change, trigger.record.",
    },
    {
      key: "sweepEvery",
      label: "Look by ourselves every",
      control: "duration",
      placeholder: "PT5M",
      help: "Odoo sends a webhook once and never again: this look finds what it did not tell. PT5M is five minutes.",
    },
  ],
  outputs: (config, seen) => {
    const known = seen.odoo(config);
    const names = [...new Set([...config.fields, ...(config.read ?? [])])];
    const previous = either(recordShape(known, config.fields), { kind: "null" });
    const fields = { kind: "array" as const, of: { kind: "string" as const, values: config.fields } };
    return {
      kind: "object",
      fields: {
        record: recordShape(known, names),
        changed: fields,
        previous,
        change: {
          kind: "object",
          fields: {
            kind: { kind: "string", values: ["created", "updated", "deleted"] },
            at: { kind: "datetime" },
            model: { kind: "string" },
            fields,
            old: previous,
          },
        },
      },
    };
  },
});
