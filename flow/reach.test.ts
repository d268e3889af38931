import { expect, test } from "vitest";
import type { FlowDocument } from "./document.ts";
import { downstreamOf, sameType, upstreamOf } from "./reach.ts";

/*
 *   won ── map ── size ──yes── ask ── cust
 *           ▲       └────no──────────▲
 *           └──changes─── ask
 */
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "x", name: "X" },
  steps: ["won", "map", "size", "ask", "cust", "alone"].map((id) => ({ id, type: id === "map" || id === "alone" ? "map" : id, config: {} })),
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "size" },
    { from: "size", port: "yes", to: "ask" },
    { from: "size", port: "no", to: "cust" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
  ],
};

test("what follows and what leads here are found along the edges, not going back", () => {
  expect(downstreamOf(document, ["ask"])).toEqual(["ask", "cust"]);
  expect(upstreamOf(document, ["ask"])).toEqual(["won", "map", "size", "ask"]);
  expect(downstreamOf(document, ["size", "alone"])).toEqual(["size", "ask", "cust", "alone"]);
});

test("steps of the same type are found wherever they stand", () => {
  expect(sameType(document, ["map"])).toEqual(["map", "alone"]);
  expect(sameType(document, [])).toEqual([]);
});
