/**
 * Receipts: what is known of an effect under its key, whoever asks. `done` for the same request means that it has happened; `intent` was
 * declared and never answered; `unknown` was given up. A person settles what nobody can know.
 */
import { deliveryOf } from "#flow/delivery.ts";
import { effectKey } from "#flow/effect-key.ts";
import type { DeliveryMode, Json, Step } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { AnyStep } from "#flow/step.ts";
import type { Performing } from "./effect.ts";
import { onlyReads } from "./execute.ts";
import { digestOf, hashOf } from "./json.ts";
import { LeaseLost } from "./lease.ts";
import { withPatience } from "./patience.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";
import type { World } from "./world.ts";

/** What a receipt is found by: the effect's key is long, and would be kept twice with every receipt, in the row and in its index. */
export function receiptKey(effectKey: string): string {
  return `#${digestOf(effectKey)}`;
}

export type Effect = {
  key: string;
  delivery: DeliveryMode;
  requestHash: string;
  /** only looks: it leaves no receipt, and a replay looks again */
  reads: boolean;
};

/** What an effect is called in all its lives. */
export function keyOf(q: {
  installation: string;
  row: Pick<ClaimedRun, "environment" | "flow_id" | "origin">;
  step: Step;
  definition: AnyStep;
  visit: number;
  item?: string;
}): string {
  const { environment, flow_id: flowId, origin } = q.row;
  const hasVisit = q.definition.effect?.keyHasVisit ?? true;
  return effectKey({ installation: q.installation, environment, flowId, origin, step: q.step, visit: q.visit, hasVisit, item: q.item ?? "" });
}

export function effectOf(q: Performing, resolved: Record<string, Json>, input: Record<string, Json>): Effect | null {
  const { world, run, record, step, definition } = q;
  if (!definition.effect) return null;
  const key = keyOf({ installation: world.deps.installation, row: run.row, step, definition, visit: record.visit, item: record.item });
  record.effectKey = key;
  return {
    key,
    delivery: deliveryOf(step, definition, input) ?? "at-least-once",
    requestHash: hashOf({ type: step.type, request: resolved }),
    reads: onlyReads(step, input),
  };
}

type Earlier = { kind: "found" | "changed"; outcome: Json; at: number };

/**
 * A first execution needs no look: nobody but a replay, a later visit under the same key, or an earlier life of this very run can have
 * left a receipt, and of those only an intent can be missing from the run's own history.
 */
export async function earlierReceipt(q: Performing, effect: Effect): Promise<Earlier | null> {
  // at most once learns of an earlier intent by failing to declare its own
  if (!mayHaveHappened(q) || effect.reads) return null;
  const known = await readReceipt(q.world, effect.key);
  return known === null ? null : judge(q, effect, known);
}

/** Whether an earlier life of the run or an earlier visit may have left a receipt under the same key. */
export function mayHaveHappened({ run, record, definition }: Performing): boolean {
  return run.row.replay_of !== null || (definition.effect?.keyHasVisit === false && record.visit > 1);
}

type Known = { state: string; run_id: string; request_hash: string; outcome: Json; updated_at: Date };

async function readReceipt(world: World, key: string): Promise<Known | null> {
  const { rows } = await withPatience(() => world.deps.pool.query<Known>(SQL.receipt, [[receiptKey(key)]]));
  return rows[0] ? { ...rows[0], outcome: world.deps.sensitive.open(rows[0].outcome) } : null;
}

function judge(q: Performing, effect: Effect, known: Known): Earlier {
  const name = q.step.name ?? q.step.id;
  if (known.state !== "done") {
    // the target knows our key, or a repeat is accepted: it may be sent again
    if (effect.delivery !== "at-most-once") return { kind: "changed", outcome: known.outcome, at: known.updated_at.getTime() };
    throw outcomeUnknown(q.step, known.run_id);
  }
  const earlier = { outcome: known.outcome, at: known.updated_at.getTime() };
  if (isSameRequest(known.request_hash, effect.requestHash)) return { kind: "found", ...earlier };
  if (updatesInstead(q.step)) return { kind: "changed", ...earlier };
  throw business("conflict", "effect.request_changed", `${name} was sent before with other content; it is not sent again by itself.`, {
    fix: "Look at what was sent. If the new content shall go out as well, choose Send again.",
    where: { step: q.step.id },
    detail: { sentBy: known.run_id },
  });
}

/** Request hash of a receipt whose outcome a person recorded: it answers whatever is asked. */
export const SETTLED = "settled";

export function isSameRequest(recorded: string, asked: string): boolean {
  return recorded === asked || recorded === SETTLED || (WHOLE_HASH.test(recorded) && Buffer.from(recorded.slice(0, 32), "hex").toString("base64url") === asked);
}

/** as earlier releases kept it */
const WHOLE_HASH = /^[0-9a-f]{64}$/;

/** A changed request of these finds what it made before and updates it; of all others it would happen a second time. */
export function updatesInstead(step: Step): boolean {
  return step.type.startsWith("odoo.") && step.type !== "odoo.call";
}

/** `sentBy` is the run whose receipt this is about: what a person answers holds for that one, and for none that was written since. */
function outcomeUnknown(step: Step, sentBy: string) {
  return business(
    "outcome-unknown",
    "effect.outcome_unknown",
    `It is not known whether ${step.name ?? step.id} happened: it was begun, and its answer never came.`,
    {
      fix: "Check the other system. If it happened, choose Mark done; if it did not, choose Send again.",
      where: { step: step.id },
      detail: { sentBy },
    },
  );
}

export async function declareIntent(q: Performing, effect: Effect): Promise<void> {
  const { row } = q.run;
  const declared = await q.world.declare({
    effect_key: receiptKey(effect.key),
    environment: row.environment,
    flow_id: row.flow_id,
    step_id: q.step.id,
    run_id: row.id,
    epoch: row.lease_epoch,
    delivery: effect.delivery,
    request_hash: effect.requestHash,
  });
  if (declared) return;
  const known = await readReceipt(q.world, effect.key);
  if (known === null) throw new LeaseLost();
  throw outcomeUnknown(q.step, known.run_id);
}

/** Failures of an at-most-once effect after which nobody can know whether it happened. */
export function unknownOutcome(failure: Failure, effect: Effect | null, { step, run }: Pick<Performing, "step" | "run">): Failure {
  if (effect?.delivery !== "at-most-once" || failure.code === "effect.outcome_unknown") return failure;
  const silent =
    failure.kind === "timeout" ||
    failure.kind === "outcome-unknown" ||
    (failure.kind === "unavailable" && !failure.retryable) ||
    // a fault of ours in the middle of a call: it may have gone out before
    failure.code === "step.internal";
  if (!silent) return failure;
  const sentBy = run.row.id;
  return {
    ...outcomeUnknown(step, sentBy).failure,
    where: { step: step.id, ...failure.where },
    detail: { sentBy, cause: failure.message, code: failure.code },
  };
}
