/** What is next in a run: in the flow itself, and in the items of the frames that are under way. */
import type { Json, Step } from "#flow/document.ts";
import { isWired } from "#flow/nested.ts";
import { decide } from "#flow/run.ts";
import type { Decision, ReadyStep } from "#flow/run.ts";
import { endStep, firstVisitOf, frameAround, historyOf, stepOf } from "./active-run.ts";
import { itemOf, nowOf, scopeOf } from "./scope.ts";
import type { ActiveRun, Frame, Within } from "./active-run.ts";
import { isInChunks, unbegun } from "./chunk.ts";
import { failureOf } from "./execute.ts";
import { endOf, opened as frameOf, openItems, settingsOf, startWalk, stepOn } from "./frames.ts";
import type { FrameEnd } from "./frames.ts";
import type { StepRun } from "./types.ts";

/** A step that may begin, and where. */
export type Ready = ReadyStep & { item: string; within: Within | null };

export type Look = {
  /** of the flow itself */
  decision: Decision;
  ready: Ready[];
  cancel: (ReadyStep & { item: string })[];
  /** frames whose items are all settled */
  ended: Frame[];
};

export function lookAt(run: ActiveRun, limits: { reworkLimit: number }): Look {
  const chunk = run.part?.chunk;
  const decision = decide(run.document, historyOf(run, chunk?.item), { ...limits, ...(chunk ? { firstVisit: chunk.visit } : {}) });
  const look: Look = { decision, ready: [], cancel: [], ended: [] };
  add(look, decision, null);
  // once it has failed, no frame goes on; what it did may still have to be taken back
  if (decision.failure !== undefined || decision.status === "failed" || decision.status === "succeeded") return look;
  for (const frame of run.frames.values()) lookInto({ run, look, frame, reworkLimit: limits.reworkLimit });
  return look;
}

function add(look: Look, decision: Decision, within: Within | null): void {
  const item = itemOf(within);
  for (const each of decision.ready) look.ready.push({ ...each, item, within });
  for (const each of decision.cancel) look.cancel.push({ ...each, item });
}

function lookInto(q: { run: ActiveRun; look: Look; frame: Frame; reworkLimit: number }): void {
  const { run, look, frame } = q;
  const { record, walk } = frame;
  const pathOf = (index: number) => itemOf({ frame, index });
  const { under, isOver } = stepOn(walk, {
    historyOf: (index) => historyOf(run, pathOf(index), record),
    firstVisit: (index) => firstVisitOf(run, pathOf(index), record),
    reworkLimit: q.reworkLimit,
  });
  for (const { index, decision } of under) add(look, decision, { frame, index });
  if (isOver) look.ended.push(frame);
}

type Opening = { run: ActiveRun; record: StepRun; step: Step; within: Within | null /** ms since the epoch */; now: number };

/**
 * Evaluates a frame's list. What it was opened with is kept in its record: opened again, it must be the same list. One that is too long
 * for its run is only noted here (chunks.ts).
 */
export async function openFrame(q: Opening): Promise<void> {
  const { run, record, step, within } = q;
  if (run.part !== null && record.seq === 1) {
    const { chunk } = run.part;
    run.frames.set(record, { record, walk: startWalk({ ...frameOf(step, chunk.items), from: chunk.from, concurrency: chunk.concurrency }), within });
    return;
  }
  const at = openedAt(record) ?? nowOf(run, step);
  record.request = { at: new Date(at).toISOString() };
  if (step.config.source !== undefined) {
    record.request = { at: new Date(at).toISOString(), chunks: unbegun };
    return;
  }
  try {
    const opened = await openItems({ step, scope: scopeOf(run, within), language: { now: at, seed: run.row.seed, step: step.id } });
    record.request = { at: new Date(at).toISOString(), items: opened.items.length };
    if (opened.items.length >= settingsOf(step).childRunsFrom) {
      record.request = { ...record.request, chunks: unbegun };
      return;
    }
    run.frames.set(record, { record, walk: startWalk(opened), within });
  } catch (error) {
    end(q, { output: null, failure: failureOf(error, step) });
  }
}

function openedAt(record: StepRun): number | null {
  const { request } = record;
  if (typeof request !== "object" || request === null || Array.isArray(request) || typeof request.at !== "string") return null;
  return Date.parse(request.at);
}

/** Frames that an earlier claim left under way, the outer ones first: those inside stand in the items of these. */
export async function reopenFrames(run: ActiveRun, now: number): Promise<void> {
  for (const record of run.steps) {
    if (record.status !== "running" || run.open.has(record) || run.frames.has(record)) continue;
    const step = stepOf(run, record.step);
    if (!step) continue;
    await openFrame({ run, record, step, within: withinOf(run, record), now });
  }
}

/** A frame whose items are taken through by runs of their own. */
export function isLong(run: ActiveRun, ready: ReadyStep & { item: string }, step: Step): boolean {
  const record = [...run.open].find((each) => each.step === ready.step && each.visit === ready.visit && each.item === ready.item);
  return isInChunks(step, record);
}

function withinOf(run: ActiveRun, record: StepRun): Within | null {
  const within = withinAt(run, record);
  return within !== null && within.frame.record.seq < record.seq ? within : null;
}

/** The item, of the frames that are open, in which a step run stands. */
export function withinAt(run: ActiveRun, at: { step: string; item: string }): Within | null {
  const path = at.item;
  if (path === (run.part?.chunk.item ?? "")) return null;
  const around = frameAround(run, at.step);
  for (const frame of [...run.frames.values()].reverse()) {
    if (frame.record.step !== around) continue;
    const index = frame.walk.opened.items.findIndex((_, each) => itemOf({ frame, index: each }) === path);
    if (index >= 0) return { frame, index };
  }
  return null;
}

export function closeFrame(q: { run: ActiveRun; frame: Frame; now: number }): void {
  const { run, frame } = q;
  const { record, within, walk } = frame;
  run.frames.delete(record);
  const result = endOf(walk);
  end({ run, record, step: walk.opened.step, within, now: q.now }, result);
  // the run that it is a part of counts them, however it ended
  if (run.part !== null && record.seq === 1) record.output = { ...objectOf(result.output), failure: walk.failure };
}

function objectOf(value: Json): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function end(q: Opening, result: FrameEnd): void {
  const { run, record, step } = q;
  const wired = result.failure !== null && isWired(run.document, step.id, "error");
  record.status = result.failure === null ? "succeeded" : "failed";
  record.failure = result.failure;
  record.port = result.failure === null ? "out" : wired ? "error" : null;
  record.output = result.failure === null ? result.output : wired ? result.failure : null;
  endStep(run, record, q.now);
  run.dirty.add(record);
}
