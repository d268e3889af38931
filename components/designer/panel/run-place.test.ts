import { expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { TestRunView } from "#server/app.ts";
import { runPlace } from "./run-place.ts";

//  won → orders [ order → lines [ line ] ]
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "won", name: "Won" },
  steps: [
    { id: "won", type: "trigger.api", config: {} },
    {
      id: "orders",
      type: "each",
      config: {
        items: { $: "trigger.body.orders" },
        body: {
          steps: [
            { id: "order", type: "map", config: { fields: [] } },
            {
              id: "lines",
              type: "each",
              config: { items: { $: "item.lines" }, body: { steps: [{ id: "line", type: "map", config: { fields: [] } }], edges: [] } },
            },
          ],
          edges: [{ from: "order", to: "lines" }],
        },
      },
    },
  ],
  edges: [{ from: "won", to: "orders" }],
};
const did = (step: string, output: Json, item?: string): TestRunView["steps"][number] => ({
  step,
  visit: 1,
  ...(item === undefined ? {} : { item }),
  status: "succeeded",
  port: "out",
  milliseconds: 1,
  output,
  failure: null,
  effects: [],
  note: null,
});
const run: TestRunView = {
  status: "succeeded",
  failure: null,
  milliseconds: 1,
  steps: [
    did("won", "t"),
    did("order", "A", "0"),
    did("line", "A1", "0/0"),
    did("line", "A2", "0/1"),
    did("order", "B", "1"),
    did("line", "B1", "1/0"),
    did("orders", { count: 2 }),
  ],
};
const at = (places: Record<string, number>) => new Map(Object.entries(places));

test("inside a for each, what is seen goes by the item that is looked at", () => {
  expect(runPlace({ document, step: "line", run, at: at({}) })).toMatchObject({
    outputs: { order: "A" },
    record: { output: "A1" },
    items: [
      ["0", "1"],
      ["0/0", "0/1"],
    ],
  });
  expect(runPlace({ document, step: "line", run, at: at({ lines: 1 }) }).record?.output).toBe("A2");
  expect(runPlace({ document, step: "line", run, at: at({ orders: 1 }) })).toMatchObject({
    outputs: { order: "B" },
    record: { output: "B1" },
    items: [["0", "1"], ["1/0"]],
  });
  expect(runPlace({ document, step: "order", run, at: at({ orders: 9 }) }).record?.output).toBe("B");
});

test("outside of it, what happened to single items is not seen", () => {
  expect(runPlace({ document, step: "orders", run, at: at({}) })).toEqual({
    outputs: { won: "t", orders: { count: 2 } },
    record: expect.objectContaining({ output: { count: 2 } }),
    items: [],
  });
  expect(runPlace({ document, step: "line", run: null, at: at({}) })).toEqual({ outputs: {}, record: null, items: [[]] });
});
