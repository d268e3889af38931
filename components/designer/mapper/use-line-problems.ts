import type { Problem } from "#flow/problem.ts";
import { usePanel } from "../panel/panel-context.tsx";

/** Problems of the value of one field, wherever its setting keeps it. */
export function useLineProblems(name: string): Problem[] {
  const { problems, step } = usePanel();
  const { fields } = step.config;
  const at = Array.isArray(fields) ? fields.findIndex((each) => typeof each === "object" && each !== null && !Array.isArray(each) && each.name === name) : -1;
  const path = at < 0 ? `values.${name}` : `fields.${at}.value`;
  return problems.filter((problem) => problem.field === path || problem.field?.startsWith(`${path}.`));
}
