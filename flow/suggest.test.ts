import { expect, test } from "vitest";
import type { FlowDocument } from "./document.ts";
import { findStep, stepTypes } from "./steps/index.ts";
import { suggested, whyNot } from "./suggest.ts";

const flow = (steps: [id: string, type: string][], edges: FlowDocument["edges"] = []): FlowDocument => ({
  throughline: 1,
  flow: { key: "x", name: "X" },
  steps: steps.map(([id, type]) => ({ id, type, config: {} })),
  edges,
});
const types = (document: FlowDocument, from: { step: string; port: string } | null) =>
  suggested(document, { from, into: null, isInFrame: false }).map((type) => type.type);

test("an empty flow begins with a trigger, and nothing comes before one", () => {
  expect(types(flow([]), null)).toEqual(["trigger.webhook", "trigger.schedule", "trigger.form", "trigger.event"]);
  const document = flow([["won", "trigger.webhook"]]);
  expect(types(document, { step: "won", port: "out" })[0]).toBe("map");
  const shown = stepTypes.filter((type) => whyNot(document, type, { from: { step: "won", port: "out" }, into: null, isInFrame: false }) === null);
  expect(shown.some((type) => type.trigger)).toBe(false);
});

test("what a rejection or an error leads to is not what an approval leads to", () => {
  const document = flow([["ask", "approve"]]);
  expect(types(document, { step: "ask", port: "rejected" })[0]).toBe("stop");
  expect(types(document, { step: "ask", port: "approved" })[0]).toBe("odoo.upsert");
});

test("what this flow does twice is offered first the third time", () => {
  const document = flow(
    [
      ["a", "map"],
      ["b", "wait"],
      ["c", "map"],
      ["d", "wait"],
      ["e", "map"],
    ],
    [
      { from: "a", to: "b" },
      { from: "c", to: "d" },
    ],
  );
  expect(types(document, { step: "e", port: "out" })[0]).toBe("wait");
});

test("what ends a run cannot stand in an edge, and no question stands inside a for each", () => {
  const document = flow(
    [
      ["a", "map"],
      ["b", "map"],
    ],
    [{ from: "a", to: "b" }],
  );
  const stop = findStep("stop");
  const approve = findStep("approve");
  if (!stop || !approve) throw new Error("no such step");
  expect(whyNot(document, stop, { from: null, into: { from: "a", to: "b" }, isInFrame: false })).toMatch(/ends the run/);
  expect(whyNot(document, approve, { from: null, into: null, isInFrame: true })).toMatch(/tell the items apart/);
  expect(whyNot(document, approve, { from: null, into: { from: "a", to: "b" }, isInFrame: false })).toBeNull();
});
