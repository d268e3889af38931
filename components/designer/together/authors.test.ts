import { expect, test } from "vitest";
import type { FlowChange } from "#flow/compare.ts";
import type { DraftChange } from "#server/app.ts";
import { authorsOf, contributionWords, savedBy } from "./authors.ts";

const change = (what: FlowChange["what"], id: string): FlowChange => ({ kind: "changed", what, id, title: id, fields: [] });
const by = (name: string, ...parts: string[]): DraftChange => ({ firstRevision: 1, revision: 1, by: { id: name, name }, at: "", note: "", parts });

test("people are counted by what of theirs is still different", () => {
  const log = [
    by("Tomasz Zielinski", "step ask", "step gone"),
    by("Hanna Lind", "step map", "step cust", "edge map to cust", "flow won"),
    by("Hanna Lind", "step map"),
  ];
  const changes = [change("step", "map"), change("step", "cust"), change("step", "ask"), change("edge", "map to cust"), change("flow", "won")];
  expect(contributionWords(changes, log)).toBe("2 people: Hanna Lind 2 steps, 1 edge and settings; Tomasz Zielinski 1 step");
  expect(contributionWords([change("step", "ask")], log)).toBe("1 person: Tomasz Zielinski 1 step");
  expect(contributionWords([change("step", "other")], log)).toBe("");
});

test("whoever drew in another window is told so, not that a stranger with their name did", () => {
  expect(savedBy("Hanna Lind", "Hanna Lind")).toBe("You (another window)");
  expect(savedBy("Tomasz Zielinski", "Hanna Lind")).toBe("Tomasz Zielinski");
});

test("a step that two changed names both", () => {
  expect(authorsOf([by("Sam", "step map"), by("Hanna", "step map")])(change("step", "map"))).toEqual(["Hanna", "Sam"]);
});
