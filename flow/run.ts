/**
 * How a run advances, as pure data: `decide` looks at a version's graph and the recorded history and says what is next.
 * No clock, no I/O: the same history always gives the same decision (docs/architecture.md).
 */
import { compensationsOf } from "./compensation.ts";
import type { Compensations } from "./compensation.ts";
import type { FlowDocument, Json } from "./document.ts";
import type { Failure } from "./failure.ts";

export const RUN_STATUSES = ["queued", "running", "waiting", "parked", "succeeded", "failed", "cancelled", "skipped"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One recorded execution of one step. The trigger's own record comes first (visit 1, port out, output = what `trigger` is). */
export type StepRecord = {
  step: string;
  /** 1, 2 … : raised when a rework edge sends the run back over this step */
  visit: number;
  status: "running" | "waiting" | "succeeded" | "failed" | "cancelled";
  /** where it left; only for succeeded (and failed with its error port wired: port = "error") */
  port?: string;
  output?: Json;
  failure?: Failure;
};

/** What deciding needs of a step run that is recorded. */
export function recordOf(step: Omit<StepRecord, "port" | "output" | "failure"> & { port: string | null; output: Json; failure: Failure | null }): StepRecord {
  return {
    step: step.step,
    visit: step.visit,
    status: step.status,
    output: step.output,
    ...(step.port === null ? {} : { port: step.port }),
    ...(step.failure === null ? {} : { failure: step.failure }),
  };
}

export type ReadyStep = { step: string; visit: number };

export type Decision = {
  /** running: `ready` is not empty, or something executes. waiting: nothing to execute, something waits. */
  status: "running" | "waiting" | "succeeded" | "failed";
  /** in document order */
  ready: ReadyStep[];
  waiting: ReadyStep[];
  /** live step runs that a rework made obsolete and that must be cancelled */
  cancel: ReadyStep[];
  /** steps that are out of reach (dead paths), in document order */
  skipped: string[];
  /** set while compensations run, too: the run has failed, and takes back what it did */
  failure?: Failure;
};

export type DecideOptions = {
  /** visits that one step may reach, default 20 */
  reworkLimit?: number;
  /** the graph is the body of a frame: it starts at the steps that nothing leads to, without a trigger's record */
  isBody?: boolean;
  /** number of the first visit, where an earlier pass through the frame has used some; default 1 */
  firstVisit?: number;
};

/** Latest output per step, as expressions see it under `steps`. */
export type Outputs = Record<string, Json>;

/** What decide needs of a version. */
export type RunGraph = Pick<FlowDocument, "steps" | "edges">;

const DEFAULT_REWORK_LIMIT = 20;

/**
 * The state of a run is a fold over its records, in the order in which steps ended; those that have not ended come last:
 * - every edge is unresolved, taken or skipped; a finished step resolves its outgoing edges, the ones of its port taken, the rest skipped
 * - a step is ready when its incoming edges are resolved and one is taken (join all), or as soon as one is taken (join any)
 * - a step whose incoming edges are all skipped is skipped, and so are its outgoing edges (dead-path elimination): joins cannot hang
 * - taking a rework edge starts its target and everything after it over: visits go up, their outgoing edges are unresolved again;
 *   records of earlier visits are history and change nothing any more
 * - what ends when a failure or a stop has ended the run changes nothing either
 */
type Fold = {
  graph: RunGraph;
  firstVisit: number;
  visits: Map<string, number>;
  records: Map<string, StepRecord>;
  edges: ("unresolved" | "taken" | "skipped")[];
  /** edges from outside a rework's reach: they still count as taken, but do not by themselves fire a join any again */
  stale: Set<number>;
  /** rework targets: ready whatever their incoming edges say */
  forced: Set<string>;
  skipped: Set<string>;
  cancel: ReadyStep[];
  failure: Failure | undefined;
  stopped: boolean;
};

/** What is next in a run. The same graph and history always give the same answer. */
export function decide(graph: RunGraph, history: StepRecord[], options: DecideOptions = {}): Decision {
  const fold = open(graph, options.firstVisit ?? 1);
  if (options.isBody) for (const step of roots(graph)) fold.forced.add(step);
  const undo = compensationsOf(graph);
  for (const [index, record] of history.entries()) {
    // what takes others back decides nothing of the way forward
    if (undo?.inside.has(record.step)) continue;
    const isOver = fold.stopped || fold.failure !== undefined;
    if (place(fold, record) && !isOver) apply(fold, record, options.reworkLimit ?? DEFAULT_REWORK_LIMIT);
    if (index === 0 && !options.isBody) startFrom(fold, record.step);
  }
  const started = options.isBody || history.length > 0;
  const over = fold.stopped || fold.failure !== undefined;
  const ready = started && !over ? graph.steps.filter((step) => isReady(fold, step.id)).map((step) => ({ step: step.id, visit: visitOf(fold, step.id) })) : [];
  const live = (status: StepRecord["status"]) =>
    graph.steps.filter((step) => fold.records.get(step.id)?.status === status).map((step) => ({ step: step.id, visit: visitOf(fold, step.id) }));
  const waiting = live("waiting");
  const running = live("running");
  const cancel = over ? [...fold.cancel, ...waiting, ...running] : fold.cancel;
  const skipped = graph.steps.filter((step) => fold.skipped.has(step.id)).map((step) => step.id);
  const answer = { ready, waiting: over ? [] : waiting, cancel, skipped };
  if (fold.failure) {
    const failed = { ...answer, failure: fold.failure };
    // what is under way may succeed yet, and has to be taken back then
    if (undo && running.length > 0) return { ...failed, status: "running" };
    const undoing = undo && takeBack({ undo, history, options });
    return undoing ? { ...failed, ...undoing, cancel: [...cancel, ...undoing.cancel] } : { ...failed, status: "failed" };
  }
  if (fold.stopped) return { ...answer, status: "succeeded" };
  if (!started || ready.length || running.length) return { ...answer, status: "running" };
  return { ...answer, status: waiting.length ? "waiting" : "succeeded" };
}

type TakingBack = { undo: Compensations; history: StepRecord[]; options: DecideOptions };

/**
 * The first compensation that is not through: of the effects that had succeeded, the latest first. One that fails does not stop the others.
 * null where all are through.
 */
function takeBack({ undo, history, options }: TakingBack): Pick<Decision, "status" | "ready" | "waiting" | "cancel"> | null {
  const done = new Map<string, StepRecord>();
  for (const record of history) {
    if (record.status !== "succeeded" || !undo.chains.has(record.step)) continue;
    done.delete(record.step);
    done.set(record.step, record);
  }
  for (const { step, visit } of [...done.values()].reverse()) {
    const chain = undo.chains.get(step);
    if (!chain) continue;
    const own = history.filter((record) => record.visit === visit && chain.steps.some((each) => each.id === record.step));
    const { status, ready, waiting, cancel } = decide(chain, own, { ...options, isBody: true, firstVisit: visit });
    if (status === "running" || status === "waiting") return { status, ready, waiting, cancel };
  }
  return null;
}

/** Latest output per step: what expressions see under `steps`. A failure that left by the error port is the step's output. */
export function outputsOf(history: StepRecord[]): Outputs {
  const outputs: Outputs = {};
  for (const record of history) if (record.status === "succeeded" || record.port === "error") outputs[record.step] = record.output ?? null;
  return outputs;
}

/** The step and everything that can come after it, rework edges left out. */
export function reachableFrom(graph: RunGraph, step: string): Set<string> {
  const reached = new Set([step]);
  const open = [step];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of graph.edges) {
      if (edge.rework || edge.from !== at || reached.has(edge.to)) continue;
      reached.add(edge.to);
      open.push(edge.to);
    }
  }
  return reached;
}

/** Steps that nothing leads to. */
function roots(graph: RunGraph): string[] {
  return graph.steps.filter((step) => !graph.edges.some((edge) => edge.to === step.id && !edge.rework)).map((step) => step.id);
}

function open(graph: RunGraph, firstVisit: number): Fold {
  return {
    graph,
    firstVisit,
    visits: new Map(),
    records: new Map(),
    edges: graph.edges.map(() => "unresolved"),
    stale: new Set(),
    forced: new Set(),
    skipped: new Set(),
    cancel: [],
    failure: undefined,
    stopped: false,
  };
}

function visitOf(fold: Fold, step: string): number {
  return fold.visits.get(step) ?? fold.firstVisit;
}

/** @returns whether it is of its step's current visit */
function place(fold: Fold, record: StepRecord): boolean {
  if (record.visit !== visitOf(fold, record.step)) {
    // of an earlier visit: history, or still live when the work was sent back over it
    if (record.status === "running" || record.status === "waiting") fold.cancel.push({ step: record.step, visit: record.visit });
    return false;
  }
  fold.records.set(record.step, record);
  fold.forced.delete(record.step);
  return true;
}

function apply(fold: Fold, record: StepRecord, reworkLimit: number): void {
  if (record.status === "running" || record.status === "waiting") return;
  const port = record.status === "succeeded" ? (record.port ?? "out") : record.status === "failed" ? record.port : undefined;
  if (record.status === "failed" && (port === undefined || !fold.graph.edges.some((edge) => edge.from === record.step && (edge.port ?? "out") === port))) {
    fold.failure ??= record.failure;
    return;
  }
  if (record.status === "succeeded" && fold.graph.steps.some((step) => step.id === record.step && step.type === "stop")) {
    fold.stopped = true;
    return;
  }
  let rework: string | undefined;
  fold.graph.edges.forEach((edge, index) => {
    if (edge.from !== record.step) return;
    const taken = port !== undefined && (edge.port ?? "out") === port;
    if (edge.rework) {
      if (taken) rework = edge.to;
      return;
    }
    fold.edges[index] = taken ? "taken" : "skipped";
    // it comes after what it leads to was sent back: that is news
    fold.stale.delete(index);
  });
  if (rework !== undefined) startOver(fold, rework, reworkLimit);
  eliminateDeadPaths(fold);
}

/** Entry points other than the trigger that fired never start in this run. */
function startFrom(fold: Fold, trigger: string): void {
  for (const step of roots(fold.graph)) if (step !== trigger) skip(fold, step);
  eliminateDeadPaths(fold);
}

function startOver(fold: Fold, target: string, reworkLimit: number): void {
  const reach = reachableFrom(fold.graph, target);
  for (const id of reach) {
    const record = fold.records.get(id);
    if (record?.status === "running" || record?.status === "waiting") fold.cancel.push({ step: id, visit: record.visit });
    const visit = visitOf(fold, id) + 1;
    if (visit - fold.firstVisit >= reworkLimit) fold.failure ??= tooManyVisits(id, reworkLimit);
    fold.visits.set(id, visit);
    fold.records.delete(id);
    fold.skipped.delete(id);
    fold.forced.delete(id);
  }
  fold.graph.edges.forEach((edge, index) => {
    if (edge.rework) return;
    if (reach.has(edge.from)) fold.edges[index] = "unresolved";
    else if (reach.has(edge.to)) fold.stale.add(index);
  });
  fold.forced.add(target);
}

function tooManyVisits(step: string, limit: number): Failure {
  return {
    class: "business",
    kind: "limit",
    code: "run.rework_limit",
    message: `Work was sent back to step ${step} more than ${limit} times.`,
    fix: "Find out why it is never accepted, correct the data or the flow, and replay the run.",
    retryable: false,
    where: { step },
  };
}

function skip(fold: Fold, step: string): void {
  fold.skipped.add(step);
  fold.graph.edges.forEach((edge, index) => {
    if (edge.from === step && !edge.rework) fold.edges[index] = "skipped";
  });
}

function eliminateDeadPaths(fold: Fold): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const { id } of fold.graph.steps) {
      if (fold.records.has(id) || fold.skipped.has(id) || fold.forced.has(id)) continue;
      const incoming = incomingOf(fold, id);
      if (incoming.length === 0 || incoming.some((index) => fold.edges[index] !== "skipped")) continue;
      skip(fold, id);
      changed = true;
    }
  }
}

function incomingOf(fold: Fold, step: string): number[] {
  return fold.graph.edges.flatMap((edge, index) => (edge.to === step && !edge.rework ? [index] : []));
}

function isReady(fold: Fold, step: string): boolean {
  if (fold.records.has(step) || fold.skipped.has(step)) return false;
  if (fold.forced.has(step)) return true;
  const incoming = incomingOf(fold, step);
  const taken = incoming.filter((index) => fold.edges[index] === "taken");
  if (taken.length === 0) return false;
  if (incoming.every((index) => fold.edges[index] !== "unresolved")) return true;
  const joinsAny = fold.graph.steps.some((each) => each.id === step && each.join === "any");
  return joinsAny && taken.some((index) => !fold.stale.has(index));
}
