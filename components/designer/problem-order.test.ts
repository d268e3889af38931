import { expect, test } from "vitest";
import type { Problem } from "#flow/problem.ts";
import { nextProblem, problemGroups } from "./problem-order.ts";

const problem = (step: string | null, severity: Problem["severity"], code: string): Problem => ({ step, severity, code, field: null, message: code, fix: "" });
const all = [problem("a", "warning", "1"), problem("b", "warning", "2"), problem("b", "error", "3"), problem(null, "warning", "4")];

test("problems stand by step, the steps with errors first", () => {
  expect(problemGroups(all).map((group) => [group.step, group.problems.map((each) => each.code)])).toEqual([
    ["b", ["3", "2"]],
    ["a", ["1"]],
    [null, ["4"]],
  ]);
});

test("going through them ends where it began", () => {
  let current: Problem | null = null;
  const seen: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    current = nextProblem(all, current, 1);
    seen.push(current?.code ?? "");
  }
  expect(seen.join("")).toBe("32143");
  expect(nextProblem(all, null, -1)?.code).toBe("4");
  expect(nextProblem([], null, 1)).toBe(null);
});
