import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, Events } from "#server/app.ts";
import type { Engine } from "#server/deps.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { auditInto } from "../testing/history.ts";
import { createEvents } from "./create.ts";

const key: Actor = { kind: "api-key", id: "k1", name: "CI", role: "administrator" };
let db: TestDatabase;
let events: Events;

/** Keeps the event as the engine does; subscribers are the engine's business. */
const engine: Pick<Engine, "publishEvent"> = {
  publishEvent: async (q) => {
    await db.pool.query("insert into event (id, environment, topic, key, payload, correlation_id) values ($1, $2, $3, $4, $5, $6)", [
      q.id,
      q.environment,
      q.topic,
      q.key ?? null,
      JSON.stringify(q.payload),
      q.correlationId,
    ]);
    return { eventId: q.id, duplicate: false, subscribers: 2 };
  },
};

beforeAll(async () => {
  db = await testDatabase();
  events = createEvents({ pool: db.pool, engine, audit: auditInto(db.pool) });
});
afterAll(() => db.drop());

test("a published event is in the log and on record", async () => {
  const { eventId } = await events.publish(key, { environment: "production", topic: "project.activated", key: "12", payload: { project: 12 } });
  const { items } = await events.list({ environment: "production", topic: "project.activated" });
  expect(items).toMatchObject([{ id: eventId, topic: "project.activated", key: "12", payload: { project: 12 }, runId: null }]);
  expect((await db.pool.query("select actor_kind, action, detail from audit where subject_id = $1", [eventId])).rows).toEqual([
    { actor_kind: "api-key", action: "event.published", detail: { subscribers: 2 } },
  ]);
});

test.each([[""], ["two words"], [".hidden"], ["x".repeat(201)]])("“%s” is refused as a topic", async (topic) => {
  await expect(events.publish(key, { environment: "production", topic, payload: null })).rejects.toMatchObject({ status: 422, code: "event.topic" });
});

test("pages of the log follow each other without a gap, also where many events share an instant", async () => {
  await db.pool.query(
    "insert into event (id, environment, topic, payload, correlation_id, at) select 'bulk-' || n, 'test', 'bulk', '{}', 'c', '2026-01-01' from generate_series(1, 120) as n",
  );
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await events.list({ environment: "test", ...(cursor ? { cursor } : {}) });
    for (const item of page.items) seen.add(item.id);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen.size).toBe(120);
  expect((await events.list({ environment: "test", cursor: "edited" })).items).toHaveLength(50);
});
