/** What works and still wants thought: ways that are never taken, effects weaker than they could be, failures that nobody expects, questions that nobody can answer. */
import { COMPENSATE } from "./compensation.ts";
import { deliveryOf } from "./delivery.ts";
import type { FlowDocument, Json, Step } from "./document.ts";
import { isExpression } from "./marks.ts";
import { compile } from "./expression/compile.ts";
import { allSteps, isWired } from "./nested.ts";
import { portsOf } from "./ports-of.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge, PersonFact } from "./problem.ts";
import { findStep } from "./steps/index.ts";

export function careProblems(step: Step, knowledge: Knowledge): Found[] {
  switch (step.type) {
    case "branch":
      return constantCases(step);
    case "wait":
      return endless(step);
    case "approve":
      return knowledge.people ? nobody(step, knowledge.people) : [];
    default:
      return weaker(step);
  }
}

/** A case that is always true hides those after it; one that is never true leads nowhere. */
function constantCases(step: Step): Found[] {
  const { cases } = step.config;
  if (!Array.isArray(cases)) return [];
  return cases.flatMap((each, index): Found[] => {
    if (typeof each !== "object" || each === null || Array.isArray(each)) return [];
    const holds = constant(each.when);
    if (holds === null) return [];
    const port = typeof each.port === "string" ? each.port : "";
    return [
      {
        severity: "warning",
        code: "branch.constant",
        step: step.id,
        field: `cases.${index}.when`,
        message: holds
          ? `The case ${port} of ${nameOf(step)} is always true: what comes after it is never looked at.`
          : `The case ${port} of ${nameOf(step)} is never true: nothing leaves by it.`,
        fix: "Say when it holds, or take the branch out.",
      },
    ];
  });
}

function constant(value: Json | undefined): boolean | null {
  if (typeof value === "boolean") return value;
  if (!isExpression(value)) return null;
  const compiled = compile(value.$);
  return compiled.ok && compiled.ast.type === "value" && typeof compiled.ast.value === "boolean" ? compiled.ast.value : null;
}

function endless(step: Step): Found[] {
  const { event } = step.config;
  if (typeof event !== "object" || event === null || Array.isArray(event) || event.timeout !== undefined) return [];
  return [
    {
      severity: "warning",
      code: "wait.endless",
      step: step.id,
      field: "event.timeout",
      message: `${nameOf(step)} waits for its event without an end: what never comes holds the run for ever.`,
      fix: "Say how long at most, and connect what happens then.",
    },
  ];
}

/** At least once is told elsewhere; here, what was chosen though exactly once was to be had. */
function weaker(step: Step): Found[] {
  const definition = findStep(step.type);
  if (!definition?.effect?.allowed.includes("exactly-once") || deliveryOf(step, definition) !== "at-most-once") return [];
  return [
    {
      severity: "warning",
      code: "delivery.weaker",
      step: step.id,
      field: "delivery",
      message: `${nameOf(step)} is sent at most once and could be delivered exactly once: an answer that is lost leaves it undone.`,
      fix: "Choose exactly once, unless the other system cannot recognise a repeat.",
    },
  ];
}

/** Effects of a flow that has promised something, whose failure nothing expects. One problem for all of them, at the first. */
export function uncaught(document: FlowDocument): Found[] {
  const why = document.flow.slo ? "has an SLO" : document.flow.latency === "real-time" ? "answers in real time" : null;
  if (why === null) return [];
  const bare = allSteps(document).filter(
    (step) =>
      findStep(step.type)?.effect !== undefined &&
      portsOf(step).some((port) => port.kind === "error") &&
      !["error", COMPENSATE].some((port) => isWired(document, step.id, port)),
  );
  const [first, second, ...more] = bare;
  if (!first) return [];
  const names = second ? `${nameOf(first)}${more.length > 0 ? `, ${nameOf(second)} and ${more.length} more` : ` and ${nameOf(second)}`}` : nameOf(first);
  return [
    {
      severity: "warning",
      code: "flow.uncaught",
      step: first.id,
      message: `This flow ${why}, and nothing is drawn for the failure of ${names}: the run fails there and waits for somebody to look.`,
      fix: "Connect the outcome error, or take back what was done with compensate.",
    },
  ];
}

/** The roles whose people may decide at all (server/approvals/policy.ts). */
const DECIDERS = ["approver", "administrator"];

/** Only what is written out can be judged: an expression may name anybody. */
function nobody(step: Step, people: readonly PersonFact[]): Found[] {
  const { assignees, policy } = step.config;
  if (!isRecord(assignees) || assignees.expression !== undefined) return [];
  const named = { people: textsIn(assignees.people), groups: textsIn(assignees.groups), roles: textsIn(assignees.roles) };
  if (!named.people || !named.groups || !named.roles) return [];
  const { people: persons, groups, roles } = named;
  const asked = people.filter(
    (person) =>
      DECIDERS.includes(person.role) &&
      (persons.some((each) => each === person.id || each.trim().toLowerCase() === person.email.toLowerCase()) ||
        groups.some((group) => person.groups.includes(group)) ||
        roles.includes(person.role) ||
        (roles.length > 0 && person.role === "administrator")),
  );
  const at = { severity: "warning", step: step.id } as const;
  if (asked.length === 0)
    return [
      {
        ...at,
        code: "approve.nobody",
        field: "assignees",
        message: `Nobody can decide ${nameOf(step)}: none of those asked is a person who may decide.`,
        fix: "Ask a group or a role with an approver in it, or make somebody an approver.",
      },
    ];
  const rules = isRecord(policy) ? policy : {};
  const needed = rules.kind === "quorum" && typeof rules.n === "number" ? rules.n : 1;
  if (needed > asked.length)
    return [
      {
        ...at,
        code: "approve.too_few",
        field: "policy",
        message: `${nameOf(step)} needs ${needed} people to agree, and only ${asked.length} of those asked may decide.`,
        fix: "Ask more people, or let fewer be enough.",
      },
    ];
  const [only] = asked;
  if (rules.fourEyes === true && asked.length === 1 && only)
    return [
      {
        ...at,
        code: "approve.four_eyes",
        field: "policy",
        message: `${nameOf(step)} asks for a second pair of eyes, and ${only.name} is the only one who can decide: a run that ${only.name} starts waits for ever.`,
        fix: "Ask somebody else, too.",
      },
    ];
  return [];
}

function textsIn(value: Json | undefined): string[] | null {
  if (value === undefined || value === null) return [];
  const all = Array.isArray(value) ? value : [value];
  const texts = all.filter((each) => typeof each === "string");
  return texts.length === all.length ? texts : null;
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isExpression(value);
}
