import { expect, test } from "vitest";
import type { FlowDocument, Step } from "#flow/document.ts";
import { neighboursOf } from "./neighbours.ts";

const map = (id: string): Step => ({ id, type: "map", config: { fields: [] } });

//  a ─▶ b ─▶ each [ c ─▶ d ] ─▶ e
//  │    ▲
//  └─▶ x┘  (rework: e ┄▶ a)
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "f", name: "F" },
  steps: [
    map("a"),
    map("b"),
    map("x"),
    { id: "each", type: "each", config: { items: { $: "[1]" }, body: { steps: [map("c"), map("d")], edges: [{ from: "c", to: "d" }] } } },
    map("e"),
  ],
  edges: [
    { from: "a", to: "b" },
    { from: "a", to: "x" },
    { from: "x", to: "b" },
    { from: "b", to: "each" },
    { from: "each", to: "e" },
    { from: "e", to: "a", rework: true },
  ],
};

test("one walks along the edges, through a body, and never round and round by a rework edge", () => {
  expect(neighboursOf(document, "a")).toEqual({ before: [], after: ["b", "x"] });
  expect(neighboursOf(document, "b")).toEqual({ before: ["a", "x"], after: ["each"] });
  expect(neighboursOf(document, "each")).toEqual({ before: ["b"], after: ["c", "e"] });
  expect(neighboursOf(document, "c")).toEqual({ before: ["each"], after: ["d"] });
  expect(neighboursOf(document, "d")).toEqual({ before: ["c"], after: ["e"] });
  expect(neighboursOf(document, "e")).toEqual({ before: ["each"], after: [] });
  expect(neighboursOf(document, "gone")).toEqual({ before: [], after: [] });
});
