import { z } from "zod";
import { Json } from "../../document.ts";
import { isExpression } from "../../marks.ts";
import { business, technical } from "../../failure.ts";
import type { StepFailure } from "../../failure.ts";
import type { Shape } from "../../shape.ts";
import { either, objectOf, unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { valueShape } from "../../value-shape.ts";
import { RecordValue } from "../values.ts";
import { face } from "./face.ts";

const From = z.enum(["rows", "variable"]);
const OnMissing = z.enum(["fail", "port", "default"]);
const Config = z.strictObject({
  key: Json,
  from: From,
  rows: RecordValue.optional(),
  variable: z.string().optional(),
  keyField: z.string().optional(),
  onMissing: OnMissing.default("fail"),
  otherwise: Json.optional(),
});
export type Config = z.infer<typeof Config>;
const Input = Config.extend({ key: z.coerce.string(), rows: z.record(z.string(), Json).optional() });
type Input = z.infer<typeof Input>;

export const step = defineStep<Config, Input>({
  ...face,
  version: 1,
  config: Config,
  input: Input,
  fields: [
    { key: "key", label: "Key", control: "key", required: true },
    {
      key: "from",
      label: "Table",
      control: "select",
      required: true,
      options: [
        { value: "rows", label: "Written here" },
        { value: "variable", label: "A variable of the environment" },
      ],
    },
    { key: "rows", label: "Rows", control: "key-values", when: { key: "from", is: "rows" }, help: "The key, and what it stands for." },
    {
      key: "variable",
      label: "Variable",
      control: "text",
      when: { key: "from", is: "variable" },
      help: "Its value: an object of key and entry, or a list of objects.",
    },
    {
      key: "keyField",
      label: "Key field",
      control: "text",
      when: { key: "from", is: "variable" },
      help: "For a list: the field of each object that holds the key.",
    },
    {
      key: "onMissing",
      label: "When nothing has the key",
      control: "select",
      options: [
        { value: "fail", label: "Fail, business error" },
        { value: "port", label: "Leave by the port missing" },
        { value: "default", label: "Take another value" },
      ],
    },
    { key: "otherwise", label: "Other value", control: "json", when: { key: "onMissing", is: "default" } },
  ],
  outputs: (config, seen) => {
    const isListed = config.from === "rows" && config.rows !== undefined && !isExpression(config.rows);
    const listed = isListed ? Object.values(config.rows ?? {}).map((row) => valueShape(row, seen)) : [unknownShape];
    const other: Shape[] =
      config.onMissing === "default" ? [valueShape(config.otherwise ?? null, seen)] : config.onMissing === "port" ? [{ kind: "null" }] : [];
    return objectOf([
      ["found", { kind: "boolean" }],
      ["value", either(...listed, ...other)],
    ]);
  },
  execute: async ({ input, scope, step: self }) => {
    const name = self.name ?? self.id;
    const found = entryOf({ input, vars: scope.vars, name });
    if (found !== undefined) return { kind: "done", output: { found: true, value: found } };
    if (input.onMissing === "port") return { kind: "done", port: "missing", output: { found: false, value: null } };
    if (input.onMissing === "default") return { kind: "done", output: { found: false, value: input.otherwise ?? null } };
    throw business("not-found", "lookup.not_found", `${name} has no entry for ${input.key.slice(0, 200)}.`, {
      fix:
        input.from === "rows"
          ? "Add it to the rows of the step, publish and replay."
          : `Add it to the variable ${input.variable ?? ""} in Settings and replay.`,
      detail: { key: input.key },
    });
  },
});

function entryOf(q: { input: Input; vars: Record<string, Json>; name: string }): Json | undefined {
  const { key, from, rows = {}, variable = "", keyField } = q.input;
  if (from === "rows") return own(rows, key);
  const table = own(q.vars, variable);
  if (typeof table !== "object" || table === null) throw noTable(q.name, variable, table === undefined ? "there is no such variable" : "it is a single value");
  if (!Array.isArray(table)) return own(table, key);
  if (!keyField) throw noTable(q.name, variable, "it is a list, and no key field is named");
  return table.find((row) => {
    const held = typeof row === "object" && row !== null && !Array.isArray(row) ? own(row, keyField) : undefined;
    return (typeof held === "string" || typeof held === "number" || typeof held === "boolean") && String(held) === key;
  });
}

/** A key such as `constructor` is in no table unless somebody put it there. */
function own(record: Record<string, Json>, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function noTable(name: string, variable: string, why: string): StepFailure {
  return technical("configuration", "lookup.table", `${name} cannot look into the variable ${variable}: ${why}.`, {
    fix: "Set the variable in Settings, or correct the step.",
  });
}
