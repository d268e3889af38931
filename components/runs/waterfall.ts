/**
 * Where every bar of a run's timeline goes: pure, from the recorded step runs and the time of looking.
 *
 * The axis is piecewise linear. A stretch in which nothing works (somebody decides, a timer runs) is folded to a fixed share of the width when
 * folding is on, and says how long it really was. Each stretch with work in it gets a little width on top of its share of time, so that a step
 * of 2 ms is still seen beside one of 30 s.
 */
import type { FlowDocument } from "#flow/document.ts";
import type { RunStatus } from "#flow/run.ts";
import { allSteps } from "#flow/nested.ts";
import type { StepRunView } from "#server/app.ts";

export type StepState = "succeeded" | "running" | "waiting" | "parked" | "technical" | "business" | "cancelled" | "skipped" | "queued";

/** Places and widths are shares of the axis, 0 to 1. */
export type Bar = {
  key: string;
  kind: "work" | "wait" | "span" | "copied";
  state: StepState;
  left: number;
  width: number;
  visit: number;
  label: string | null;
};

export type StepRow = {
  kind: "step";
  step: string;
  name: string;
  type: string;
  state: StepState;
  passes: StepRunView[];
  bars: Bar[];
  milliseconds: number | null;
};
export type AttemptRow = {
  kind: "attempt";
  step: string;
  /** of the pass it belongs to */
  seq: number;
  number: number;
  of: number;
  state: StepState;
  milliseconds: number;
  bar: Bar;
  backoff: { left: number; width: number; milliseconds: number } | null;
};
export type Row = StepRow | AttemptRow;

export type Fold = { left: number; width: number; milliseconds: number };
export type Tick = { at: number; time: number };

export type Waterfall = { rows: Row[]; folds: Fold[]; ticks: Tick[]; start: number; end: number /** ms in which at least one step worked */; working: number };

/** What the layout needs of a run. */
export type WaterfallRun = {
  status: RunStatus;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  document: FlowDocument;
  steps: StepRunView[];
  skipped: string[];
};

type Interval = { from: number; to: number };

const WAITING_TYPES = new Set(["approve", "wait"]);
const SHORTEST_FOLD_MS = 2_000;
const SHORTEST_BACKOFF_FOLD_MS = 60_000;
/** Width that a stretch with work gets on top of its share of time. */
const WORK_BONUS = 0.03;

export function layoutWaterfall(run: WaterfallRun, options: { now: number; fold: boolean }): Waterfall {
  const own = run.steps.filter((step) => step.how !== "copied");
  const work = union(own.filter((step) => !isWaitingStep(step) && !isHeld(step)).flatMap((step) => attemptsOf(step, options.now)));
  const start = Math.min(...[run.startedAt ?? run.createdAt, ...own.map((step) => step.startedAt)].map(Date.parse));
  const end = Math.max(start + 1, run.finishedAt ? Date.parse(run.finishedAt) : options.now, ...work.map((interval) => interval.to));
  const working = work.reduce((sum, interval) => sum + interval.to - interval.from, 0);
  const backoffs = own.flatMap((step) => backoffsOf(step, options.now));
  const folded = options.fold ? gaps(work, { from: start, to: end }).filter((gap) => isFolded(gap, { working, backoffs })) : [];
  const axis = createAxis({ start, end, folded, work, marks: own.flatMap((step) => [Date.parse(step.startedAt), endOf(step, options.now)]) });

  return {
    rows: allSteps(run.document).flatMap((step) => rowsOf({ id: step.id, name: step.name ?? step.id, type: step.type }, run, axis, options.now)),
    folds: folded.map((gap) => ({ ...axis.span(gap), milliseconds: gap.to - gap.from })),
    ticks: ticksOf({ start, end, folded, axis }),
    start,
    end,
    working,
  };
}

/** Whether a step spends its time waiting for a person or the clock rather than working. */
export function isWaitingStep(step: { type: string }): boolean {
  return WAITING_TYPES.has(step.type);
}

/** Whether a step is held up at the moment: by its connection's breaker or limit, or by the run that it started. A pause between attempts is part of its work. */
function isHeld({ status, waitingFor }: StepRunView): boolean {
  return status === "waiting" && waitingFor !== null && waitingFor.kind !== "retry";
}

/** The state of one recorded execution as it is shown. */
export function stateOf(step: StepRunView): StepState {
  if (step.status === "failed") return step.failure?.class ?? "technical";
  return step.status === "waiting" && step.waitingFor?.kind === "breaker" ? "parked" : step.status;
}

/** "Priya Raman · changes requested", for a wait that has ended; what it waits for, for one that has not. */
export function waitLabel(step: StepRunView): string {
  if (step.status === "waiting") return step.waitingFor?.kind === "breaker" ? "parked" : (step.waitingFor?.text ?? "waiting");
  if (step.status === "cancelled") return "cancelled";
  if (step.type !== "approve") return step.port === "timeout" ? "time ran out" : "waited";
  const outcome =
    { approved: "approved", rejected: "rejected", changes: "changes requested", expired: "nobody decided in time" }[step.port ?? ""] ?? step.port ?? "decided";
  const by = peopleIn(step.output);
  return by.length > 0 ? `${by.join(", ")} · ${outcome}` : outcome;
}

function peopleIn(output: StepRunView["output"]): string[] {
  if (typeof output !== "object" || output === null || Array.isArray(output)) return [];
  const by = Array.isArray(output.by) ? output.by : [output.by];
  return by.flatMap((person) => {
    if (typeof person === "string") return [person];
    if (typeof person === "object" && person !== null && !Array.isArray(person) && typeof person.name === "string") return [person.name];
    return [];
  });
}

function rowsOf(step: { id: string; name: string; type: string }, run: WaterfallRun, axis: Axis, now: number): Row[] {
  const passes = run.steps.filter((record) => record.step === step.id).sort((a, b) => a.visit - b.visit || a.seq - b.seq);
  const last = passes.at(-1);
  const own = passes.filter((pass) => pass.how !== "copied");
  const bars = passes.map((pass) =>
    barOf(pass, { axis, now, label: passes.length > 1 && own.length === passes.length && pass.item === null ? `pass ${pass.visit}` : null }),
  );
  const row: StepRow = {
    kind: "step",
    step: step.id,
    name: last?.name ?? step.name,
    type: step.type,
    state: last ? stateOf(worstOf(passes) ?? last) : unreached(step.id, run),
    passes,
    bars,
    milliseconds: own.length > 0 ? own.reduce((sum, pass) => sum + endOf(pass, now) - Date.parse(pass.startedAt), 0) : null,
  };
  return [row, ...own.flatMap((pass) => attemptRows(pass, axis, now))];
}

/** Of many items the one that failed speaks for the row; passes of the flow itself are told by the last. */
function worstOf(passes: StepRunView[]): StepRunView | undefined {
  return passes.find((pass) => pass.item !== null && pass.status === "failed" && pass.port === null);
}

function unreached(step: string, run: WaterfallRun): StepState {
  const over = run.status === "succeeded" || run.status === "failed" || run.status === "cancelled" || run.status === "skipped";
  return over || run.skipped.includes(step) ? "skipped" : "queued";
}

function barOf(pass: StepRunView, options: { axis: Axis; now: number; label: string | null }): Bar {
  const shared = { key: `${pass.step}:${pass.visit}:${pass.seq}`, state: stateOf(pass), visit: pass.visit };
  if (pass.how === "copied") return { ...shared, kind: "copied", left: 0, width: 0, label: "copied" };
  const place = options.axis.span({ from: Date.parse(pass.startedAt), to: endOf(pass, options.now) });
  if (isWaitingStep(pass) || isHeld(pass)) return { ...shared, ...place, kind: "wait", label: waitLabel(pass) };
  return { ...shared, ...place, kind: pass.attempts.length > 1 ? "span" : "work", label: options.label };
}

function attemptRows(pass: StepRunView, axis: Axis, now: number): AttemptRow[] {
  // items show theirs in the panel: a row for each would hide the flow
  if (pass.attempts.length < 2 || isWaitingStep(pass) || pass.item !== null) return [];
  const intervals = attemptsOf(pass, now);
  return pass.attempts.map((attempt, index) => {
    const interval = intervals[index] ?? { from: Date.parse(attempt.startedAt), to: Date.parse(attempt.startedAt) };
    const before = intervals[index - 1];
    const state = attemptState(pass, index);
    const pause =
      before && interval.from > before.to ? { ...axis.span({ from: before.to, to: interval.from }), milliseconds: interval.from - before.to } : null;
    return {
      kind: "attempt",
      step: pass.step,
      seq: pass.seq,
      number: index + 1,
      of: pass.attempts.length,
      state,
      milliseconds: interval.to - interval.from,
      bar: { key: `${pass.step}:${pass.visit}:${index}`, kind: "work", state, visit: pass.visit, label: null, ...axis.span(interval) },
      backoff: pause,
    };
  });
}

/** An attempt without a failure is the one that the step's own state speaks of. */
export function attemptState(pass: StepRunView, index: number): StepState {
  const attempt = pass.attempts[index];
  if (attempt?.failure) return attempt.failure.class;
  if (!attempt?.finishedAt && (pass.status === "running" || pass.status === "waiting")) return "running";
  return pass.status === "succeeded" ? "succeeded" : stateOf(pass);
}

// ---- time -----------------------------------------------------------------------------------

function attemptsOf(step: StepRunView, now: number): Interval[] {
  if (step.attempts.length === 0) return [{ from: Date.parse(step.startedAt), to: endOf(step, now) }];
  return step.attempts.map((attempt, index) => {
    const next = step.attempts[index + 1];
    const open = next ? Date.parse(next.startedAt) : endOf(step, now);
    return { from: Date.parse(attempt.startedAt), to: attempt.finishedAt ? Date.parse(attempt.finishedAt) : open };
  });
}

function backoffsOf(step: StepRunView, now: number): Interval[] {
  const attempts = attemptsOf(step, now);
  return attempts.slice(1).map((attempt, index) => ({ from: attempts[index]?.to ?? attempt.from, to: attempt.from }));
}

function endOf(step: StepRunView, now: number): number {
  return Math.max(Date.parse(step.startedAt), step.finishedAt ? Date.parse(step.finishedAt) : now);
}

function union(intervals: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && interval.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    if (!last || interval.from > last.to) merged.push(interval);
  }
  return merged;
}

function gaps(work: Interval[], whole: Interval): Interval[] {
  const edges = [whole.from, ...work.flatMap((interval) => [interval.from, interval.to]), whole.to];
  const found: Interval[] = [];
  for (let index = 0; index + 1 < edges.length; index += 2) {
    const from = edges[index];
    const to = edges[index + 1];
    if (from !== undefined && to !== undefined && to > from) found.push({ from, to });
  }
  return found;
}

function isFolded(gap: Interval, known: { working: number; backoffs: Interval[] }): boolean {
  const length = gap.to - gap.from;
  const isBackoff = known.backoffs.some((pause) => pause.from <= gap.from && pause.to >= gap.to);
  if (isBackoff) return length >= SHORTEST_BACKOFF_FOLD_MS;
  return length >= SHORTEST_FOLD_MS && length > known.working / 2;
}

// ---- the axis -------------------------------------------------------------------------------

type Axis = { at: (time: number) => number; time: (at: number) => number; span: (interval: Interval) => { left: number; width: number } };

function createAxis(known: { start: number; end: number; folded: Interval[]; work: Interval[]; marks: number[] }): Axis {
  const inFold = (time: number) => known.folded.some((fold) => time > fold.from && time < fold.to);
  const times = [known.start, known.end, ...known.marks, ...known.work.flatMap((w) => [w.from, w.to]), ...known.folded.flatMap((f) => [f.from, f.to])];
  const points = [...new Set(times)].filter((time) => time >= known.start && time <= known.end && !inFold(time)).sort((a, b) => a - b);
  const pieces = points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    const folded = known.folded.some((fold) => fold.from === from && fold.to === to);
    const busy = known.work.some((w) => w.from < to && w.to > from);
    return { from, to, folded, busy };
  });
  const foldShare = known.folded.length === 0 ? 0 : Math.min(0.42, 0.6 / known.folded.length);
  const open = pieces.filter((piece) => !piece.folded);
  const openTime = open.reduce((sum, piece) => sum + piece.to - piece.from, 0);
  const weight = (piece: (typeof pieces)[number]) => piece.to - piece.from + (piece.busy ? WORK_BONUS * openTime : 0);
  const openWeight = open.reduce((sum, piece) => sum + weight(piece), 0);
  // with nothing but waits there is nothing to give the rest of the width to
  const openShare = openWeight === 0 ? 0 : 1 - foldShare * known.folded.length;
  const eachFold = openWeight === 0 ? 1 / Math.max(1, known.folded.length) : foldShare;

  let left = 0;
  const placed = pieces.map((piece) => {
    const width = piece.folded ? eachFold : (weight(piece) / openWeight) * openShare;
    const place = { ...piece, left, width };
    left += width;
    return place;
  });
  const at = (time: number) => {
    const piece = placed.find((candidate) => time <= candidate.to) ?? placed.at(-1);
    if (!piece) return 0;
    const share = Math.min(1, Math.max(0, (time - piece.from) / (piece.to - piece.from)));
    return piece.left + share * piece.width;
  };
  const time = (place: number) => {
    const piece = placed.find((candidate) => place <= candidate.left + candidate.width) ?? placed.at(-1);
    if (!piece || piece.width === 0) return known.start;
    return piece.from + ((place - piece.left) / piece.width) * (piece.to - piece.from);
  };
  return { at, time, span: (interval) => ({ left: at(interval.from), width: Math.max(0, at(interval.to) - at(interval.from)) }) };
}

/** Start, end, and the moment after each fold; quarters where nothing is folded. */
function ticksOf(known: { start: number; end: number; folded: Interval[]; axis: Axis }): Tick[] {
  if (known.folded.length === 0) return [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, time: known.axis.time(at) }));
  const inner = known.folded.filter((fold) => fold.to < known.end).map((fold) => ({ at: known.axis.at(fold.to), time: fold.to }));
  return [{ at: 0, time: known.start }, ...inner, { at: 1, time: known.end }];
}
