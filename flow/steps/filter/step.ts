import { z } from "zod";
import { Json } from "../../document.ts";
import { defineStep } from "../../step.ts";
import { eachItem, listFrom, notBoolean } from "../items.ts";
import { listedShape, valueShape } from "../../value-shape.ts";
import { shown } from "../shown.ts";
import { face } from "./face.ts";

const Config = z.strictObject({ items: Json, where: Json });
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [
    { key: "items", label: "Items", control: "expression", required: true, help: "A list; a single value is a list of one." },
    {
      key: "where",
      label: "Keep where",
      control: "item-condition",
      required: true,
      placeholder: "item.amount > 100",
      help: "Sees item and index. Must give true or false for every item.",
    },
  ],
  outputs: (config, seen) => ({
    kind: "object",
    fields: { items: { kind: "array", of: listedShape(valueShape(config.items, seen)) }, kept: { kind: "number" }, dropped: { kind: "number" } },
  }),
  lazy: true,
  perItem: true,
  execute: async ({ input, evaluate, step: self, signal }) => {
    const items = listFrom(await evaluate(input.items));
    const kept: Json[] = [];
    await eachItem({ items, signal }, async (item, index) => {
      const holds = await evaluate(input.where, { item, index });
      if (typeof holds !== "boolean") throw notBoolean({ step: self, index, got: holds, condition: shown(input.where) });
      if (holds) kept.push(item);
    });
    return { kind: "done", output: { items: kept, kept: kept.length, dropped: items.length - kept.length } };
  },
});
