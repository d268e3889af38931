import { expect, test } from "vitest";
import type { FlowDocument } from "./document.ts";
import { scopeAt, stepsBefore } from "./shape-at.ts";
import { shapeOf } from "./shape-of.ts";

const document: FlowDocument = {
  throughline: 1,
  flow: { key: "won", name: "Won" },
  steps: [
    { id: "won", type: "trigger.api", config: {} },
    { id: "map", type: "map", config: { fields: [{ name: "amount", value: 1 }] } },
    { id: "ask", type: "approve", config: { title: "?", assignees: { roles: ["approver"] } } },
    { id: "cust", type: "odoo.upsert", config: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: "k" }, values: {} } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "ask" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
  ],
};

test("a step sees what leads to it, and not what comes after it by a rework edge", () => {
  expect(stepsBefore(document, "cust")).toEqual(["ask", "map", "won"]);
  expect(stepsBefore(document, "map")).toEqual(["won"]);
});

test("what a step declares is known before anything ran", () => {
  const scope = scopeAt(document, "ask", { steps: {} });
  expect(scope).toMatchObject({ fields: { steps: { fields: { map: { kind: "object", fields: { amount: { kind: "number" } } } } } } });
});

test("what the sample gave is known exactly", () => {
  const scope = scopeAt(document, "ask", { trigger: { body: { account: { name: "Nordlys" } } }, steps: { map: { amount: 5, tags: ["a"] } } });
  expect(scope).toMatchObject({
    fields: {
      trigger: { fields: { body: { fields: { account: { fields: { name: { kind: "string" } } } } } } },
      steps: { fields: { map: { fields: { amount: { kind: "number" }, tags: { kind: "array", of: { kind: "string" } } } } } },
    },
  });
});

test("deep values end somewhere", () => {
  let value: { [key: string]: never } | object = {};
  for (let depth = 0; depth < 40; depth += 1) value = { inner: value };
  expect(JSON.stringify(shapeOf(value as never)).length).toBeLessThan(1_000);
});
