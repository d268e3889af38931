/** Publishing an event: its row and the runs of its subscribers are one transaction. The event's id makes it once. */
import { business } from "#flow/failure.ts";
import type { Engine, LoadedRegistration, Transaction } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { readOrFail } from "./arrival.ts";
import type { IncomingRun } from "./arrival.ts";
import { crashPoint } from "./crash-points.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { insertRuns } from "./intake.ts";
import { hasZeroCharacter, storable } from "./json.ts";
import { jobKeyOf, taskOf } from "./queue.ts";
import { SQL } from "./statements.ts";

type Published = Parameters<Engine["publishEvent"]>[0];

export function createPublishEvent(q: { deps: EngineDeps; limits: EngineLimits }): Engine["publishEvent"] {
  const { deps, limits } = q;
  return async (event) => {
    if (event.hop > limits.hopLimit)
      throw business(
        "limit",
        "event.hop_limit",
        `The event ${event.topic} would be number ${event.hop} in a chain of flows that start each other; the limit is ${limits.hopLimit}.`,
        {
          fix: "Two flows probably publish what the other one waits for. Break the circle, or filter what starts them.",
        },
      );
    if (hasZeroCharacter(event.payload))
      throw business("invalid-data", "payload.zero_character", `The event ${event.topic} holds the character \\u0000, which cannot be kept.`);
    const registrations = await deps.registrations.byTopic({ environment: event.environment, topic: event.topic });
    const runs = await subscribersOf(q, event, registrations);
    const published = await inTransaction(deps.pool, async (transaction) => {
      const inserted = await transaction.query(SQL.insertEvent, [
        event.id,
        event.environment,
        event.topic,
        event.key ?? null,
        storable(deps.sensitive.seal(event.payload, namesOf(event, registrations))),
        event.correlationId,
        event.hop,
        event.runId,
      ]);
      crashPoint("event.inserted");
      if (inserted.rowCount !== 1) return { eventId: event.id, duplicate: true, subscribers: 0 };
      await wakeExpecting(transaction, event);
      if (runs.length > 0) await insertRuns(transaction, runs);
      return { eventId: event.id, duplicate: false, subscribers: runs.length };
    });
    crashPoint("event.published");
    return published;
  };
}

/** What the flow that publishes it calls sensitive, and what any of its subscribers does. */
function namesOf(event: Published, registrations: LoadedRegistration[]): string[] {
  return [...(event.sensitive ?? []), ...registrations.flatMap(({ version }) => version.document.flow.sensitive ?? [])];
}

async function subscribersOf(q: { deps: EngineDeps; limits: EngineLimits }, event: Published, registrations: LoadedRegistration[]): Promise<IncomingRun[]> {
  const trigger = { body: event.payload, topic: event.topic, key: event.key ?? null };
  const runs: IncomingRun[] = [];
  for (const registration of registrations) {
    const arrival = { registration, trigger, originKey: event.id, correlationId: event.correlationId, hop: event.hop };
    runs.push(await readOrFail({ ...q, arrival }));
  }
  return runs;
}

/** In a statement after the event's own: whoever began to wait before the topic was free is seen by now. */
async function wakeExpecting(transaction: Transaction, event: Published): Promise<void> {
  const expecting = await transaction.query<{ run_id: string }>(SQL.expecting, [event.environment, event.topic, event.key ?? null]);
  if (expecting.rows.length === 0) return;
  const woken = await transaction.query<{ id: string; latency: string }>(SQL.wakeRuns, [expecting.rows.map((row) => row.run_id)]);
  const jobs = woken.rows.map((run) => ({ task: taskOf(run.latency), run_id: run.id, key: jobKeyOf(run.id), run_at: null }));
  if (jobs.length > 0) await transaction.query(SQL.addJobs, [JSON.stringify(jobs)]);
}
