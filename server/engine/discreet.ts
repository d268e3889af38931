/**
 * What people are asked, where the flow names sensitive fields: a title stands in lists and mails, so it shows dots; a fact that shows such a
 * value is sealed whole, for the eyes of those who decide. What the author made of a value (its last digits) is no such value any more.
 */
import type { Json } from "#flow/document.ts";
import type { ApprovalRequest } from "#flow/step.ts";
import { discreet, valuesUnder } from "../sensitive.ts";
import type { Sensitive } from "../sensitive.ts";
import type { ActiveRun } from "./active-run.ts";

export function discreetly(sensitive: Sensitive, run: ActiveRun, approval: ApprovalRequest): ApprovalRequest {
  const names = run.document.flow.sensitive ?? [];
  if (names.length === 0) return approval;
  const values = valuesUnder([run.row.trigger, ...run.steps.map((step) => step.output)], names);
  const isTelling = (value: Json): boolean => {
    if (typeof value === "object" && value !== null) return Object.values(value).some(isTelling);
    return typeof value !== "boolean" && value !== null && discreet(String(value), values) !== String(value);
  };
  return {
    ...approval,
    title: discreet(approval.title, values),
    ...(approval.summary === undefined ? {} : { summary: discreet(approval.summary, values) }),
    facts: approval.facts.map((fact) => ({ ...fact, value: isTelling(fact.value) ? sensitive.whole(fact.value) : sensitive.seal(fact.value, names) })),
  };
}
