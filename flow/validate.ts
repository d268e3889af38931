/** Problems of a flow, found while drawing and before publishing: the same rules in the browser and on the server. */
import type { FlowDocument } from "./document.ts";
import { FLOW_FORMAT, LONGEST_RUNBOOK, STEP_ID } from "./marks.ts";
import { allSteps } from "./nested.ts";
import type { Found, Knowledge, Problem } from "./problem.ts";
import { expressionProblems } from "./validate-expressions.ts";
import { shapesOf } from "./flow-shapes.ts";
import { bodyProblems, graphProblems } from "./validate-graph.ts";
import { careProblems, uncaught } from "./validate-care.ts";
import { contractProblems } from "./validate-contract.ts";
import { odooProblems } from "./validate-odoo.ts";
import { odooCallProblems } from "./validate-odoo-call.ts";
import { odooDomainProblems } from "./validate-odoo-domain.ts";
import { ownershipProblems } from "./validate-ownership.ts";
import { shapeProblems } from "./validate-shapes.ts";
import { stepProblems } from "./validate-step.ts";
import { subflowProblems } from "./validate-subflow.ts";

export function validate(document: FlowDocument, knowledge: Knowledge = {}): Problem[] {
  const steps = allSteps(document);
  const shapes = shapesOf(document, knowledge);
  const found = [
    ...format(document),
    ...graphProblems(document),
    ...steps.flatMap((step) => bodyProblems(step)),
    ...uncaught(document),
    ...steps.flatMap((step) => [
      ...stepProblems(document, step, knowledge),
      ...shapeProblems(document, step, shapes),
      ...odooProblems(step, shapes, knowledge),
      ...odooCallProblems(step, knowledge),
      ...odooDomainProblems(step, knowledge),
      ...contractProblems(step, shapes, knowledge),
      ...subflowProblems(step, shapes, knowledge),
      ...ownershipProblems(document, step, shapes, knowledge),
      ...careProblems(step, knowledge),
    ]),
  ];
  return found.map((problem) => ({ step: null, field: null, ...problem }));
}

function format(document: FlowDocument): Found[] {
  const found: Found[] = [];
  if (document.throughline !== FLOW_FORMAT) {
    found.push({
      severity: "error",
      code: "flow.format",
      message: `This flow was written for format ${document.throughline}; this installation reads format ${FLOW_FORMAT}.`,
      fix: "Update the installation, or export the flow again from an older one.",
    });
  }
  const { runbook = "" } = document.flow;
  if (runbook.length > LONGEST_RUNBOOK)
    found.push({
      severity: "warning",
      code: "flow.runbook_long",
      field: "runbook",
      message: `The runbook has ${runbook.length} characters; nobody is shown more than ${LONGEST_RUNBOOK}.`,
      fix: "Keep what helps at night, and link to the rest.",
    });
  const seen = new Set<string>();
  for (const step of allSteps(document)) {
    if (seen.has(step.id))
      found.push({
        severity: "error",
        code: "step.duplicate_id",
        step: step.id,
        message: `Two steps have the id ${step.id}.`,
        fix: "Give one of them another id.",
      });
    seen.add(step.id);
    if (!STEP_ID.test(step.id))
      found.push({
        severity: "error",
        code: "step.id",
        step: step.id,
        message: `${step.id} cannot be a step's id.`,
        fix: "Start with a small letter and use only small letters, digits and _.",
      });
  }
  for (const key of ["businessKey", "value", "order"] as const) {
    const value = document.flow[key];
    if (value !== undefined) found.push(...expressionProblems(value, key, undefined, document));
  }
  return found;
}
