/** Problems of what is drawn: what starts the flow, where edges lead, what is never reached, what goes round in circles. */
import { COMPENSATE, compensationsOf } from "./compensation.ts";
import type { FlowDocument, Step } from "./document.ts";
import { portOf } from "./marks.ts";
import { bodyOf } from "./nested.ts";
import type { Graph } from "./nested.ts";
import { portsOf } from "./ports-of.ts";
import { nameOf } from "./problem.ts";
import type { Found } from "./problem.ts";
import { findStep } from "./steps/index.ts";
import { wiringOf } from "./wiring.ts";

export function graphProblems(document: FlowDocument): Found[] {
  const starts = document.steps.filter((step) => findStep(step.type)?.trigger).map((step) => step.id);
  return [...triggers(document), ...edges(document), ...paths(document, starts)];
}

/** The same inside a frame: its body starts at the steps that nothing leads to. */
export function bodyProblems(frame: Step): Found[] {
  const body = bodyOf(frame);
  if (!body) return [];
  const at = { severity: "error", step: frame.id, field: "body" } as const;
  if (body.steps.length === 0)
    return [{ ...at, code: "each.empty", message: `${nameOf(frame)} has nothing to do with its items.`, fix: "Put steps into its frame." }];
  const found: Found[] = body.steps.flatMap((step): Found[] => {
    if (findStep(step.type)?.trigger)
      return [{ ...at, code: "each.trigger", step: step.id, message: `${nameOf(step)} starts runs and cannot stand in a for each.`, fix: "Take it out." }];
    if (step.type === "approve")
      return [
        {
          ...at,
          code: "each.waits_for_people",
          step: step.id,
          message: `${nameOf(step)} asks people inside a for each; they could not tell its items apart.`,
          fix: "Ask before or after the for each, about the whole list.",
        },
      ];
    return [];
  });
  const starts = body.steps.filter((step) => !body.edges.some((edge) => edge.to === step.id && !edge.rework)).map((step) => step.id);
  if (frame.config.itemKey === undefined && frame.config.source === undefined && body.steps.some((step) => findStep(step.type)?.effect))
    found.push({
      ...at,
      severity: "warning",
      code: "each.no_item_key",
      field: "itemKey",
      message: `Items of ${nameOf(frame)} go by their place in the list: when the list changes, a replay takes one for another.`,
      fix: "Name what identifies an item, such as item.id.",
    });
  return [...found, ...edges(body), ...paths(body, starts)];
}

/** Answers of people that lead nowhere. */
export function unwiredOutcomes(document: FlowDocument, step: Step): Found[] {
  const outcomes = outcomesOf(step);
  if (outcomes.length === 0) return [];
  const wired = new Set(wiringOf(document.edges).from(step.id).map(portOf));
  return outcomes
    .filter((port) => !wired.has(port))
    .map((port) => ({
      severity: "warning",
      code: "graph.unwired_outcome",
      step: step.id,
      message: `Nothing happens after ${nameOf(step)} ${OUTCOMES[port] ?? port}: the run ends there.`,
      fix: `Connect the outcome ${port}, or leave it if the run shall end.`,
    }));
}

const OUTCOMES: Record<string, string> = {
  approved: "is approved",
  rejected: "is rejected",
  changes: "is sent back for changes",
  expired: "is expired",
  timeout: "has waited in vain",
};

function outcomesOf({ type, config }: Step): string[] {
  if (type === "approve") return ["approved", "rejected", "changes", ...(config.dueIn ? ["expired"] : [])];
  const { event } = config;
  return type === "wait" && typeof event === "object" && event !== null && "timeout" in event ? ["timeout"] : [];
}

function triggers(document: FlowDocument): Found[] {
  const all = document.steps.filter((step) => findStep(step.type)?.trigger);
  if (document.steps.length === 0)
    return [{ severity: "error", code: "flow.empty", message: "The flow has no steps.", fix: "Add a trigger: what starts this flow?" }];
  if (all.length === 0)
    return [{ severity: "error", code: "flow.no_trigger", message: "Nothing starts this flow.", fix: "Add a trigger step and connect it to the first step." }];
  return all.flatMap((step): Found[] => {
    const found: Found[] = [];
    if (document.edges.some((edge) => edge.to === step.id))
      found.push({
        severity: "error",
        code: "graph.trigger_incoming",
        step: step.id,
        message: `${nameOf(step)} starts the flow, so nothing can lead to it.`,
        fix: "Delete the edge that leads to it.",
      });
    if (step.type === "trigger.webhook" && step.config.dedupe === undefined) {
      found.push({
        severity: "warning",
        code: "trigger.no_dedupe",
        step: step.id,
        field: "dedupe",
        message: `${nameOf(step)} has no dedupe key: a request that is sent twice starts two runs.`,
        fix: "Name what identifies the event, or make callers send an Idempotency-Key header.",
      });
    }
    return found;
  });
}

function edges(document: Graph): Found[] {
  const byId = new Map(document.steps.map((step) => [step.id, step]));
  const found: Found[] = [];
  const drawn = new Set<string>();
  for (const edge of document.edges) {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    const port = portOf(edge);
    const title = `${edge.from}.${port} → ${edge.to}`;
    if (!from || !to) {
      found.push({
        severity: "error",
        code: "graph.dangling_edge",
        ...(from ? { step: from.id } : {}),
        message: `The edge ${title} leads ${from ? "to" : "from"} a step that is not there.`,
        fix: "Delete the edge, or connect it again.",
      });
      continue;
    }
    if (drawn.has(title))
      found.push({
        severity: "error",
        code: "graph.duplicate_edge",
        step: from.id,
        message: `The edge ${title} is drawn twice.`,
        fix: "Delete one of the two.",
      });
    drawn.add(title);
    if (!portsOf(from).some((each) => each.id === port) && findStep(from.type)?.config.safeParse(from.config).success) {
      found.push({
        severity: "error",
        code: "graph.unknown_port",
        step: from.id,
        message: `${nameOf(from)} has no outcome ${port}, but an edge leaves by it.`,
        fix: "Connect the edge to one of its outcomes, or delete it.",
      });
    }
    if (edge.rework && port === COMPENSATE)
      found.push({
        severity: "error",
        code: "graph.rework_port",
        step: from.id,
        message: `The edge ${title} sends work back, and taking something back cannot begin it again.`,
        fix: "Lead it to a step of its own that takes back what was done.",
      });
    if (edge.rework && port === "out")
      found.push({
        severity: "error",
        code: "graph.rework_port",
        step: from.id,
        message: `The edge ${title} sends work back, and only an outcome such as changes may do that.`,
        fix: "Let an approval or a branch decide that work goes back.",
      });
  }
  return found;
}

function paths(document: Graph, starts: string[]): Found[] {
  const wiring = wiringOf(document.edges);
  const found: Found[] = [];
  const circle = findCircle(
    document.steps.map((step) => step.id),
    (id) => wiring.from(id).flatMap((edge) => (edge.rework ? [] : edge.to)),
  );
  if (circle)
    found.push({
      severity: "error",
      code: "graph.cycle",
      ...(circle[0] ? { step: circle[0] } : {}),
      message: `These steps lead in a circle: ${circle.join(" → ")}.`,
      fix: "Mark the edge that sends work back as rework, or delete it.",
    });
  found.push(...mixed(document));
  const reached = new Set(starts.flatMap((step) => [...wiring.downstream(step)]));
  for (const step of document.steps) {
    if (reached.size && !reached.has(step.id))
      found.push({
        severity: "warning",
        code: "graph.unreachable",
        step: step.id,
        message: `Nothing leads to ${nameOf(step)}, so it never runs.`,
        fix: "Connect it, or delete it.",
      });
  }
  return found;
}

/** A step that takes something back runs only then: it cannot also stand in the way forward. */
function mixed(document: Graph): Found[] {
  const undo = compensationsOf(document);
  if (!undo) return [];
  const names = new Map(document.steps.map((step) => [step.id, step]));
  return document.edges.flatMap((edge): Found[] => {
    const to = names.get(edge.to);
    if (!to || !undo.inside.has(edge.to) || undo.inside.has(edge.from) || portOf(edge) === COMPENSATE) return [];
    return [
      {
        severity: "error",
        code: "graph.compensation_mixed",
        step: to.id,
        message: `${nameOf(to)} takes back what another step did, and ${edge.from} leads to it as well: it would run in both directions.`,
        fix: "Give each direction a step of its own.",
      },
    ];
  });
}

/** The first steps found that lead back to themselves, the one where they meet twice. */
function findCircle(ids: readonly string[], next: (id: string) => readonly string[]): string[] | null {
  const done = new Set<string>();
  for (const first of ids) {
    if (done.has(first)) continue;
    const trail = [first];
    const isOn = new Set(trail);
    // a stack of its own: a chain of a thousand steps would be too deep for calls within calls
    const open = [next(first).values()];
    for (let ways = open.at(-1); ways; ways = open.at(-1)) {
      const { value: id, done: isOver } = ways.next();
      if (isOver) {
        open.pop();
        const left = trail.pop();
        if (left === undefined) continue;
        isOn.delete(left);
        done.add(left);
        continue;
      }
      if (isOn.has(id)) return [...trail.slice(trail.indexOf(id)), id];
      if (done.has(id)) continue;
      trail.push(id);
      isOn.add(id);
      open.push(next(id).values());
    }
  }
  return null;
}
