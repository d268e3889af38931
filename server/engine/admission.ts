/** Whether a step may ask its connection now, and what the end of its call says about the connection. A step that may not is parked: no attempt is used. */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { found, laneOf } from "./breaker.ts";
import type { At } from "./breaker.ts";
import type { Performing } from "./effect.ts";
import { rankOf } from "./lanes.ts";
import { unknownOutcome } from "./receipt.ts";
import type { Effect } from "./receipt.ts";

/** What a step is parked for. */
export class Parked extends Error {
  readonly at: At;
  readonly reason: "breaker" | "limit";
  /** it was sent as a probe, and surely nothing came of it */
  readonly wasAsked: boolean;
  constructor(q: { at: At; reason: "breaker" | "limit"; text: string; wasAsked?: boolean }) {
    super(q.text);
    this.at = q.at;
    this.reason = q.reason;
    this.wasAsked = q.wasAsked ?? false;
  }
}

export type Parking = { lane: string; reason: string; rank: number };

export function parkingOf(parked: Parked, latency: string): Parking {
  return { lane: laneOf(parked.at), reason: parked.reason, rank: rankOf(latency) };
}

type Admitted = { at: At; isProbe: boolean };

/** @throws Parked. Null: it asks no connection */
export async function admit(q: Performing, input: Record<string, Json>): Promise<Admitted | null> {
  const { world, run, definition } = q;
  const { connection } = input;
  if (typeof connection !== "string" || definition.uses.length === 0) return null;
  const at = { environment: run.row.environment, connection };
  const backlog = world.gates.backlogMs(at);
  // the less urgent a flow, the sooner it steps back from a busy connection
  if (backlog > world.limits.shortRetryMs / (rankOf(run.row.latency) + 1))
    throw new Parked({ at, reason: "limit", text: `Connection ${connection} is asked as much as its limits allow; the run goes on when its turn comes.` });
  const asked = world.breakers.admit(at, run.row.id);
  if (asked === null) return { at, isProbe: false };
  const admission = await asked;
  if (admission.verdict === "park") throw new Parked({ at, reason: "breaker", text: admission.text });
  return { at, isProbe: admission.verdict === "probe" };
}

type Observing<T> = { admitted: Admitted | null; effect: Effect | null; work: () => Promise<T> };

/** @throws Parked where a probe found the other system still away: it costs its run no attempt */
export async function observed<T>(q: Performing, { admitted, effect, work }: Observing<T>): Promise<T> {
  if (admitted === null) return work();
  const { breakers } = q.world;
  const { at, isProbe } = admitted;
  const runId = q.run.row.id;
  try {
    const result = await work();
    if (isProbe) await breakers.settle(at, runId, "well");
    else breakers.well(at);
    return result;
  } catch (error) {
    const failure = error instanceof StepFailure ? error.failure : null;
    const verdict = failure === null ? "nothing" : found(failure);
    if (isProbe) await breakers.settle(at, runId, verdict);
    else if (verdict === "ill" && failure) await breakers.ill(at, failure);
    else if (verdict === "well") breakers.well(at);
    if (isProbe && verdict === "ill" && failure && unknownOutcome(failure, effect, q).retryable)
      throw new Parked({
        at,
        reason: "breaker",
        wasAsked: true,
        text: `Connection ${at.connection} was asked again and does not answer yet: ${failure.message.replace(/\.$/, "")}. The run goes on by itself when it does.`,
      });
    throw error;
  }
}
