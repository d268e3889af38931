/** The event log, and publishing from outside. Subscribers' runs are made by the engine in the event's own transaction. */
import { v7 } from "uuid";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Actor, Events } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Engine, RecordAudit } from "#server/deps.ts";
import type { Pool } from "../db/pool.ts";
import { sqlFile } from "../db/sql.ts";
import { dotted } from "../sensitive.ts";

const LIST = sqlFile(import.meta.url, "list");
const PAGE = 50;
const TOPIC = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/;

export type EventsDeps = { pool: Pool; engine: Pick<Engine, "publishEvent">; audit: RecordAudit };

const Row = z.object({
  id: z.string(),
  topic: z.string(),
  key: z.string().nullable(),
  payload: Json,
  at: z.date(),
  run_id: z.string().nullable(),
  correlation_id: z.string(),
});

export function createEvents(deps: EventsDeps): Events {
  return {
    publish: (actor, q) => publish(deps, actor, q),
    list: async (q) => {
      const after = cursorOf(q.cursor);
      const { rows } = await deps.pool.query(LIST, [q.environment, q.topic ?? null, after?.at ?? null, after?.id ?? null, PAGE + 1]);
      const events = z.array(Row).parse(rows);
      const page = events.slice(0, PAGE);
      const last = page.at(-1);
      return {
        items: page.map((row) => ({
          id: row.id,
          topic: row.topic,
          key: row.key,
          payload: dotted(row.payload),
          at: row.at.toISOString(),
          runId: row.run_id,
          correlationId: row.correlation_id,
        })),
        nextCursor: events.length > PAGE && last ? Buffer.from(JSON.stringify({ at: last.at.toISOString(), id: last.id })).toString("base64url") : null,
      };
    },
  };
}

async function publish(deps: EventsDeps, actor: Actor, q: Parameters<Events["publish"]>[1]): ReturnType<Events["publish"]> {
  if (!TOPIC.test(q.topic))
    throw new UseCaseError({
      code: "event.topic",
      status: 422,
      message: `“${q.topic.slice(0, 80)}” cannot be a topic: a topic starts with a letter or digit and holds letters, digits, dots, slashes, - and _, at most 200 in all.`,
      fix: "Name it like project.activated.",
    });
  const id = v7();
  const published = await deps.engine.publishEvent({
    environment: q.environment,
    id,
    topic: q.topic,
    payload: q.payload,
    correlationId: v7(),
    hop: 0,
    runId: null,
    ...(q.key === undefined ? {} : { key: q.key }),
  });
  await deps.audit({
    actor,
    action: "event.published",
    subject: { kind: "event", id: published.eventId, name: q.topic },
    environment: q.environment,
    detail: { subscribers: published.subscribers },
  });
  return { eventId: published.eventId };
}

/** A cursor that is not ours starts at the top. */
function cursorOf(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null;
  try {
    return z.object({ at: z.iso.datetime(), id: z.string() }).parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    // an edited address, not a fault worth failing for
    return null;
  }
}
