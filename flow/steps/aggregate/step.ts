import { z } from "zod";
import { Json } from "../../document.ts";
import { business } from "../../failure.ts";
import type { Shape } from "../../shape.ts";
import { certain, objectOf, unknownShape } from "../../shape.ts";
import { defineStep } from "../../step.ts";
import { eachItem, listFrom } from "../items.ts";
import { shown } from "../shown.ts";
import { listedShape, valueShape } from "../../value-shape.ts";
import { measured, measureShape, Operation } from "./measure.ts";
import { face } from "./face.ts";

const Config = z.strictObject({
  items: Json,
  groupBy: Json.optional(),
  measures: z.array(z.strictObject({ name: z.string().min(1), operation: Operation, of: Json.optional() })),
});
export type Config = z.infer<typeof Config>;

export const step = defineStep<Config, Config>({
  ...face,
  version: 1,
  config: Config,
  input: Config,
  fields: [
    { key: "items", label: "Items", control: "expression", required: true, help: "A list; a single value is a list of one." },
    { key: "groupBy", label: "Group by", control: "item-expression", placeholder: "item.customer", help: "Items for which this gives the same are one group." },
    { key: "measures", label: "Measures", control: "measures", required: true, help: "Each is worked out over all items, and over every group." },
  ],
  outputs: (config, seen) => {
    const item = listedShape(valueShape(config.items, seen));
    const fields = config.measures.map((one): [string, Shape] => [
      one.name,
      measureShape(one.operation, one.of === undefined ? item : valueShape(one.of, seen, item)),
    ]);
    const key = config.groupBy === undefined ? unknownShape : certain(valueShape(config.groupBy, seen, item));
    return {
      kind: "object",
      fields: { total: objectOf(fields), groups: { kind: "array", of: objectOf([...fields, ["key", key]]) } },
    };
  },
  lazy: true,
  perItem: true,
  execute: async ({ input, evaluate, step: self, signal }) => {
    const items = listFrom(await evaluate(input.items));
    // a value per measure and item, item by item, and the groups in the order of their first item
    const values: (Json | undefined)[][] = [];
    const groups = new Map<string, { key: Json; members: number[] }>();
    await eachItem({ items, signal }, async (item, index) => {
      const row: (Json | undefined)[] = [];
      for (const one of input.measures) row.push(one.of === undefined ? item : await evaluate(one.of, { item, index }));
      values.push(row);
      if (input.groupBy === undefined) return;
      const key = await evaluate(input.groupBy, { item, index });
      if (key === undefined)
        throw business(
          "invalid-data",
          "aggregate.no_group",
          `Item ${index + 1} of ${self.name ?? self.id} belongs to no group: ${shown(input.groupBy)} gives nothing for it.`,
          {
            fix: "Correct the data and replay, or filter such items out before.",
            detail: { index },
          },
        );
      const text = JSON.stringify(key);
      const group = groups.get(text) ?? { key, members: [] };
      group.members.push(index);
      groups.set(text, group);
    });
    const over = (members: number[]): { [name: string]: Json } =>
      Object.fromEntries(
        input.measures.map((one, at) => [
          one.name,
          measured({ ...one, of: shown(one.of), step: self, values: members.map((index) => ({ index, value: values[index]?.[at] })) }),
        ]),
      );
    const total = over(items.map((_, index) => index));
    return { kind: "done", output: { total, groups: [...groups.values()].map(({ key, members }) => ({ ...over(members), key })) } };
  },
});
