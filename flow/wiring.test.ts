import { expect, test } from "vitest";
import type { Edge } from "./document.ts";
import { wiringOf } from "./wiring.ts";

/*  a ─▶ b ─▶ c ─▶ d
         ▲─changes─┘   */
const edges: Edge[] = [
  { from: "a", to: "b" },
  { from: "b", to: "c" },
  { from: "c", to: "d" },
  { from: "d", port: "changes", to: "b", rework: true },
];

test("a step's edges and what follows and precedes it are found; work that goes back does not count", () => {
  const wiring = wiringOf(edges);
  expect(wiring.from("b").map((edge) => edge.to)).toEqual(["c"]);
  expect(wiring.to("b").map((edge) => edge.from)).toEqual(["a", "d"]);
  expect(wiring.from("nobody")).toEqual([]);
  expect([...wiring.downstream("b")].sort()).toEqual(["b", "c", "d"]);
  expect([...wiring.upstream("c")].sort()).toEqual(["a", "b", "c"]);
});

test("a circle that was drawn by mistake ends the search", () => {
  expect([...wiringOf([...edges, { from: "d", to: "a" }]).downstream("c")].sort()).toEqual(["a", "b", "c", "d"]);
});
