/** What the engine's parts pass to each other. */
import type { DeliveryMode, Json } from "#flow/document.ts";
import type { Failure } from "#flow/failure.ts";
import type { StepRecord } from "#flow/run.ts";
import type { ApprovalRequest } from "#flow/step.ts";

/** What a run or a step waits for; instants as ISO text, as screens read it. */
export type Waiting = {
  kind: "approval" | "timer" | "retry" | "job" | "order" | "breaker" | "limit" | "child" | "event";
  step: string | null;
  since: string;
  until: string | null;
  text: string;
};

export type Attempt = { startedAt: string; finishedAt: string | null; failure: Failure | null };

/** One execution of one step, in memory: what a row of step_run holds. */
export type StepRun = {
  seq: number;
  step: string;
  visit: number;
  /** keys of the items of the frames around it, joined by /; empty outside */
  item: string;
  status: StepRecord["status"];
  port: string | null;
  how: "executed" | "copied" | "found";
  attempts: Attempt[];
  output: Json;
  request: Json;
  response: Json;
  failure: Failure | null;
  waitingFor: Waiting | null;
  effectKey: string | null;
  startedAt: number;
  finishedAt: number | null;
  /** there is a row of it already */
  isRecorded: boolean;
};

/** A row of `run` as its lease holder got it. */
export type ClaimedRun = {
  id: string;
  environment: string;
  flow_id: string;
  flow_key: string;
  version_id: string;
  trigger_step: string;
  latency: string;
  origin: string;
  trigger: Json;
  business_key: string | null;
  correlation_id: string;
  hop: number;
  seed: string;
  replay_of: string | null;
  replay_from: string | null;
  replay_edits: ReplayEdits | null;
  parent_run: string | null;
  /** which part of a frame of its parent it takes through; null: it is no such part */
  chunk: number | null;
  lease_epoch: number;
  cancel_reason: string | null;
  /** runs of the flow with the same key go one at a time */
  order_key: string | null;
  created_at: Date;
  started_at: Date;
};

/** What a replay does differently, and the instant at which its original began: `$now()` gives the same values again. */
export type ReplayEdits = { triggerBody?: Json; input?: Json; clock?: string };

/** `none`: forget an intent, the effect surely did not happen. */
export type ReceiptChange = {
  effectKey: string;
  step: string;
  state: "done" | "unknown" | "none";
  delivery: DeliveryMode;
  requestHash: string;
  outcome: Json;
  /** ms since the epoch */
  at: number;
  /** nobody can have left a receipt under this key before */
  isFirst: boolean;
};

export type Job = { task: string; runId: string; key: string; runAt: string | null };

export type Asked = { step: string; visit: number; approval: ApprovalRequest };

/** How a run stands after a checkpoint. */
export type Standing = {
  status: "queued" | "running" | "waiting" | "parked" | "succeeded" | "failed" | "cancelled";
  waitingFor: Waiting | null;
  failure: Failure | null;
  /** lets the lease go */
  release: boolean;
};
