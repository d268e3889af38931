/**
 * A second reading of docs/decisions and of how a run advances, written without a look at flow/run.ts: it asks plain questions of what has
 * happened so far, in the order in which it happened, and keeps nothing that could be worked out. Slow and simple on purpose.
 *
 * A place is a graph that is gone through: a flow, the body of a for each for one item, or what takes an effect back.
 */
import type { Edge } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import type { Graph } from "#flow/nested.ts";

export type At = { step: string; visit: number };
export type Line = At & { status: "running" | "waiting" | "succeeded" | "failed" | "cancelled"; port: string | null };
export type Over = { status: "succeeded" } | { status: "failed"; code: string };

export type Place = {
  /** everything that ever began, in the order of beginning */
  log: Line[];
  ready: () => At[];
  waiting: () => At[];
  /** under way, wanted or not */
  running: () => At[];
  /** whether anything may still come of how it ends */
  isWanted: (at: At) => boolean;
  /** never to be reached as things stand, in the order in which they are drawn */
  dead: () => string[];
  /** nothing begins any more; null while it goes on */
  over: () => Over | null;
  begin: (at: At) => void;
  wait: (at: At) => void;
  succeed: (at: At, port: string) => void;
  fail: (at: At, code: string) => void;
  /** nobody wants it any more, and nothing of it is left to finish */
  cancel: (at: At) => void;
  /** what has ended, in that order */
  ended: () => At[];
};

type Setting = {
  graph: Graph;
  /** null: it starts at every step that nothing leads to */
  trigger: string | null;
  firstVisit: number;
  /** visits that one step may reach */
  limit: number;
};

export function createPlace({ graph, trigger, firstVisit, limit }: Setting): Place {
  const takingBack = after(
    graph.edges,
    graph.edges.filter((edge) => portOf(edge) === "compensate").map((edge) => edge.to),
  );
  const steps = graph.steps.filter((step) => !takingBack.has(step.id));
  const edges = graph.edges.filter((edge) => portOf(edge) !== "compensate" && !takingBack.has(edge.from));
  const ways = edges.filter((edge) => edge.rework !== true);

  const log: Line[] = [];
  /** when each step was last sent back to begin again, as a place in the log of ends */
  const rounds = new Map<string, { visit: number; since: number }>();
  /** how steps of the current round ended, and when */
  const ends = new Map<string, { port: string; when: number }>();
  const sentBack = new Set<string>();
  const ended: At[] = [];
  let clock = 0;
  let end: Over | null = null;

  const visitOf = (step: string) => rounds.get(step)?.visit ?? firstVisit;
  const lineOf = (at: At) => log.findLast((line) => line.step === at.step && line.visit === at.visit);
  const hasBegun = (step: string) => lineOf({ step, visit: visitOf(step) }) !== undefined;
  const into = (step: string) => ways.filter((edge) => edge.to === step);
  const isStart = (step: string) => into(step).length === 0;

  function isDead(step: string): boolean {
    if (hasBegun(step) || sentBack.has(step)) return false;
    if (isStart(step)) return trigger !== null && step !== trigger;
    return into(step).every((edge) => fate(edge) === "skipped");
  }

  function fate(edge: Edge): "taken" | "skipped" | "open" {
    const end = ends.get(edge.from);
    if (end) return end.port === portOf(edge) ? "taken" : "skipped";
    return isDead(edge.from) ? "skipped" : "open";
  }

  function mayBegin(step: string): boolean {
    if (hasBegun(step) || isDead(step)) return false;
    if (sentBack.has(step) || isStart(step)) return true;
    const taken = into(step).filter((edge) => fate(edge) === "taken");
    if (taken.length === 0) return false;
    if (into(step).every((edge) => fate(edge) !== "open")) return true;
    // only what came since this round began can be what it waits for
    const since = rounds.get(step)?.since ?? 0;
    const joinsAny = steps.some((each) => each.id === step && each.join === "any");
    return joinsAny && taken.some((edge) => (ends.get(edge.from)?.when ?? 0) > since);
  }

  function leave(at: At, port: string): void {
    clock += 1;
    ends.set(at.step, { port, when: clock });
    for (const edge of edges) if (edge.rework && edge.from === at.step && portOf(edge) === port) sendBackTo(edge.to);
  }

  function sendBackTo(target: string): void {
    const again = after(ways, [target]);
    for (const step of again) {
      const live = lineOf({ step, visit: visitOf(step) });
      if (live?.status === "waiting") live.status = "cancelled";
      rounds.set(step, { visit: visitOf(step) + 1, since: clock });
      ends.delete(step);
      sentBack.delete(step);
      if (visitOf(step) - firstVisit >= limit) finish({ status: "failed", code: "run.rework_limit" });
    }
    sentBack.add(target);
  }

  function finish(how: Over): void {
    end ??= how;
    for (const line of log) if (line.status === "waiting") line.status = "cancelled";
  }

  const isWanted = (at: At) => end === null && at.visit === visitOf(at.step);
  const lineAt = (at: At): Line => {
    const line = lineOf(at);
    if (!line) throw new Error(`${at.step}#${at.visit} never began`);
    return line;
  };

  return {
    log,
    ready: () => (end === null ? steps.filter((step) => mayBegin(step.id)).map((step) => ({ step: step.id, visit: visitOf(step.id) })) : []),
    waiting: () =>
      steps.flatMap((step) => log.filter((line) => line.step === step.id && line.status === "waiting")).map(({ step, visit }) => ({ step, visit })),
    running: () => log.filter((line) => line.status === "running").map(({ step, visit }) => ({ step, visit })),
    dead: () => steps.filter((step) => isDead(step.id)).map((step) => step.id),
    isWanted,
    over: () => end,
    begin: (at) => {
      log.push({ ...at, status: "running", port: null });
      sentBack.delete(at.step);
    },
    wait: (at) => {
      lineAt(at).status = isWanted(at) ? "waiting" : "cancelled";
    },
    succeed: (at, port) => {
      const line = lineAt(at);
      ended.push(at);
      line.status = "succeeded";
      line.port = port;
      // it belongs to the history, and nothing comes of it
      if (!isWanted(at)) return;
      if (steps.some((step) => step.id === at.step && step.type === "stop")) finish({ status: "succeeded" });
      else leave(at, port);
    },
    fail: (at, code) => {
      const line = lineAt(at);
      const isWired = edges.some((edge) => edge.from === at.step && portOf(edge) === "error");
      ended.push(at);
      line.status = "failed";
      line.port = isWired ? "error" : null;
      if (!isWanted(at)) return;
      if (isWired) leave(at, "error");
      else finish({ status: "failed", code });
    },
    cancel: (at) => {
      lineAt(at).status = "cancelled";
    },
    ended: () => [...ended],
  };
}

/** The steps named, and whatever can come after them. */
export function after(edges: Edge[], starts: string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (step: string): void => {
    if (reached.has(step)) return;
    reached.add(step);
    for (const edge of edges) if (!edge.rework && edge.from === step) visit(edge.to);
  };
  for (const start of starts) visit(start);
  return reached;
}
