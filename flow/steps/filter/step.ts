import { z } from "zod";
import { Json } from "../../document.ts";
import { defineStep } from "../../step.ts";
import { eachItem, listFrom, notBoolean } from "../items.ts";
import { listedShape, valueShape } from "../../value-shape.ts";
import { out, shown } from "../values.ts";

const Config = z.strictObject({ items: Json, where: Json });
type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  type: "filter",
  version: 1,
  title: "Filter",
  description: "Keeps the items of a list that fulfil a condition.",
  icon: "filter",
  category: "transform",
  group: "data",
  config: Config,
  input: Config,
  defaults: { items: { $: "[]" }, where: { $: "true" } },
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
  summary: (config) => `${shown(config.items)} where ${shown(config.where)}`,
  ports: () => [out],
  outputs: (config, seen) => ({
    kind: "object",
    fields: { items: { kind: "array", of: listedShape(valueShape(config.items, seen)) }, kept: { kind: "number" }, dropped: { kind: "number" } },
  }),
  uses: [],
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
