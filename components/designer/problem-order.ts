/** Problems in the order in which they are shown and gone through: step by step, the steps with errors first. */
import type { Problem } from "#flow/problem.ts";

export type ProblemGroup = { step: string | null; problems: Problem[]; errors: number };

export function problemGroups(problems: readonly Problem[]): ProblemGroup[] {
  const groups = [...Map.groupBy(problems, (problem) => problem.step)].map(
    ([step, all]): ProblemGroup => ({
      step,
      problems: all.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning")),
      errors: all.filter((problem) => problem.severity === "error").length,
    }),
  );
  return groups.toSorted((a, b) => Number(a.errors === 0) - Number(b.errors === 0));
}

/** The one after the current, or before it; round at the end. Null where there are none. */
export function nextProblem(problems: readonly Problem[], current: Problem | null, direction: 1 | -1): Problem | null {
  const all = problemGroups(problems).flatMap((group) => group.problems);
  const at = current === null ? -1 : all.findIndex((each) => isSame(each, current));
  if (at === -1) return (direction === 1 ? all[0] : all.at(-1)) ?? null;
  return all[(at + direction + all.length) % all.length] ?? null;
}

function isSame(a: Problem, b: Problem): boolean {
  return a.code === b.code && a.step === b.step && a.field === b.field && a.message === b.message;
}
