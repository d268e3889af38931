import { z } from "zod";
import { Duration, Json } from "../../document.ts";
import { milliseconds } from "../../duration.ts";
import { either, unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { AnyValue, listOf, TextValue } from "../values.ts";
import { face } from "./face.ts";

const Format = z.enum(["text", "money", "number", "percent", "date"]);
const Policy = z.strictObject({ kind: z.enum(["any", "all", "quorum", "sequence"]), n: z.int().positive().optional(), fourEyes: z.boolean().optional() });

const Config = z.strictObject({
  title: TextValue,
  summary: TextValue.optional(),
  facts: z.array(z.strictObject({ label: z.string().min(1), value: AnyValue, format: Format.optional() })).optional(),
  assignees: z
    .strictObject({ people: AnyValue.optional(), groups: AnyValue.optional(), roles: AnyValue.optional(), expression: AnyValue.optional() })
    .refine(
      (assignees) => Object.values(assignees).some((value) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
      "names at least one person, group or role",
    ),
  policy: Policy.optional(),
  form: Json.optional(),
  dueIn: Duration.optional(),
  onDue: z.enum(["expire", "escalate"]).optional(),
  escalateTo: AnyValue.optional(),
});
export type Config = z.infer<typeof Config>;

const Input = z.object({
  title: z.coerce.string().min(1),
  summary: z.coerce.string().optional(),
  facts: listOf(z.object({ label: z.string(), value: Json.optional(), format: Format.default("text") })),
  assignees: z.object({ people: listOf(z.string()), groups: listOf(z.string()), roles: listOf(z.string()), expression: listOf(z.string()) }),
  policy: Policy.default({ kind: "any" }),
  form: Json.optional(),
  dueIn: Duration.optional(),
});

export const step = defineStep<Config, z.infer<typeof Input>>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    { key: "title", label: "Question", control: "text", required: true, help: "A whole sentence, with the amount in it." },
    { key: "summary", label: "Why it is asked", control: "long-text" },
    { key: "facts", label: "Facts", control: "facts" },
    { key: "assignees", label: "Asked", control: "assignees", required: true },
    { key: "policy", label: "Who must agree", control: "policy" },
    { key: "dueIn", label: "Due in", control: "duration" },
    { key: "form", label: "Form", control: "json-schema", help: "JSON Schema of what the decider fills in." },
  ],
  outputs: () => ({
    kind: "object",
    fields: {
      outcome: { kind: "string", values: ["approved", "rejected", "changes", "expired"] },
      by: either({ kind: "string" }, { kind: "null" }),
      reason: either({ kind: "string" }, { kind: "null" }),
      form: unknownShape,
    },
    open: true,
  }),
  execute: async ({ input, now }) => ({
    kind: "wait",
    wait: {
      kind: "approval",
      approval: {
        title: input.title,
        ...(input.summary === undefined ? {} : { summary: input.summary }),
        facts: input.facts.map((fact) => ({ label: fact.label, value: fact.value ?? null, format: fact.format })),
        assignees: { people: [...input.assignees.people, ...input.assignees.expression], groups: input.assignees.groups, roles: input.assignees.roles },
        policy: input.policy,
        ...(input.form === undefined ? {} : { form: input.form }),
        ...(input.dueIn === undefined ? {} : { dueAt: new Date(now + milliseconds(input.dueIn)).toISOString() }),
      },
    },
  }),
});
