/**
 * How step runs are kept: what a run did between two checkpoints shares a row as far as it can, because a row of its own costs more than most
 * of them say. The view `step_run` gives each back as a row; its comment (migration compact_history) says how.
 */
import type { Json } from "#flow/document.ts";
import type { StepRun } from "./types.ts";

/** [seq, step, visit, item, port, ms from its row's start to its own, ms that it took, output]; without the last where there is none */
type Led = [number, string, number, string, string | null, number, number, Json?];

export type Row = { step: StepRun; ledBy: Led[] };

/** In `brief`: what a row leaves out because it stands elsewhere in it. */
const RESPONSE_IS_OUTPUT = 1;
const ONE_ATTEMPT = 2;
const KEY_IN_HEADER = 4;
/** stands for the effect's key in the header that carried it */
const KEY = "=";

/** More would make rows that are read and written as a whole too large. */
const MOST_LED = 50;
const LED_CHARACTERS = 2_000;

/** `steps` in the order of seq, as one checkpoint records them. */
export function rowsOf(steps: StepRun[]): Row[] {
  // the last new row takes the others along: an effect where there is one, for it comes after what was computed for it
  const leader = steps.findLast((step) => !step.isRecorded && !isPlain(step)) ?? steps.findLast((step) => !step.isRecorded);
  if (leader === undefined) return steps.map((step) => ({ step, ledBy: [] }));
  const ledBy: Led[] = [];
  const rows: Row[] = [];
  for (const step of steps) {
    const led = step !== leader && ledBy.length < MOST_LED && isPlain(step) ? ledOf(step, leader) : null;
    if (led === null) rows.push({ step, ledBy: step === leader ? ledBy : [] });
    else ledBy.push(led);
  }
  return rows;
}

/** A pure step that succeeded: nothing about it will change, and it has nothing but its output to tell. */
function isPlain(step: StepRun): boolean {
  return (
    !step.isRecorded &&
    step.status === "succeeded" &&
    step.how === "executed" &&
    step.finishedAt !== null &&
    step.attempts.length === 0 &&
    step.request === null &&
    step.response === null &&
    step.failure === null &&
    step.waitingFor === null &&
    step.effectKey === null
  );
}

function ledOf(step: StepRun, leader: StepRun): Led | null {
  const { seq, visit, item, port, output, startedAt } = step;
  const took = (step.finishedAt ?? startedAt) - startedAt;
  const after = startedAt - leader.startedAt;
  if (output === null) return [seq, step.step, visit, item, port, after, took];
  if ((JSON.stringify(output) ?? "").length > LED_CHARACTERS) return null;
  return [seq, step.step, visit, item, port, after, took, output];
}

/** A step run as its row holds it, and what it leaves out. */
export function brieflyOf(step: StepRun): { kept: StepRun; brief: number } {
  const request = withoutKey(step);
  const isOutput = step.response !== null && step.response === step.output;
  const isOnly = isOneAttempt(step);
  return {
    kept: { ...step, request: request ?? step.request, response: isOutput ? null : step.response, attempts: isOnly ? [] : step.attempts },
    brief: (isOutput ? RESPONSE_IS_OUTPUT : 0) | (isOnly ? ONE_ATTEMPT : 0) | (request === null ? 0 : KEY_IN_HEADER),
  };
}

function isOneAttempt(step: StepRun): boolean {
  const [only, ...more] = step.attempts;
  if (step.status !== "succeeded" || only === undefined || more.length > 0 || only.failure !== null) return false;
  return only.finishedAt !== null && Date.parse(only.startedAt) === step.startedAt && Date.parse(only.finishedAt) === step.finishedAt;
}

/** The request with a mark in the place of the key; null where it has the key in no header, or the mark in one. */
function withoutKey({ request, effectKey }: StepRun): { [key: string]: Json } | null {
  if (effectKey === null || typeof request !== "object" || request === null || Array.isArray(request)) return null;
  const { headers } = request;
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return null;
  const carriers = Object.keys(headers).filter((name) => headers[name] === effectKey);
  const [carrier] = carriers;
  if (carrier === undefined || carriers.length > 1 || Object.values(headers).includes(KEY)) return null;
  return { ...request, headers: { ...headers, [carrier]: KEY } };
}
