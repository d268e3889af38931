/** Versions and registrations as the engine uses them: read once, kept in memory, told when a deployment changes. */
import { z } from "zod";
import { FlowDocument, Json } from "#flow/document.ts";
import type { LiveMessage } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { LoadedRegistration, LoadedVersion, RegistrationSource, VersionSource } from "#server/deps.ts";

const VERSION = sqlFile(import.meta.url, "version");
const REGISTRATION = sqlFile(import.meta.url, "registration");

const VersionRow = z
  .object({
    id: z.string(),
    flow_id: z.string(),
    number: z.number(),
    document: FlowDocument,
    contracts: z.record(z.string(), Json),
    key: z.string(),
    name: z.string(),
  })
  .transform(
    (row): LoadedVersion => ({
      id: row.id,
      flowId: row.flow_id,
      flowKey: row.key,
      flowName: row.document.flow.name,
      number: row.number,
      document: row.document,
      contracts: row.contracts,
    }),
  );
const RegistrationRow = z.object({
  id: z.string(),
  environment: z.string(),
  flow_id: z.string(),
  step_id: z.string(),
  type: z.string(),
  token: z.string(),
  topic: z.string().nullable(),
  version_id: z.string(),
});

/** Versions never change, so what was read once is true for ever. */
export function createVersionSource({ pool }: { pool: Pool }): VersionSource {
  const known = new Map<string, Promise<LoadedVersion>>();
  const read = async (id: string) => {
    const { rows } = await pool.query(VERSION, [id]);
    if (rows[0] === undefined) throw new Error(`There is no version ${id}.`);
    return VersionRow.parse(rows[0]);
  };
  return {
    get: (id) => {
      const kept = known.get(id) ?? read(id);
      known.set(id, kept);
      // what could not be read is asked for again
      kept.catch(() => known.delete(id));
      return kept;
    },
  };
}

/** How long a registration is believed without news, ms: a message that was lost may cost this much. */
const BELIEVED = 30_000;

type Question = { environment: string; token?: string; flowKey?: string; type?: string; topic?: string };

/** `forget` is called for every live message and after the stream of messages was interrupted. */
export function createRegistrationSource({
  pool,
  versions,
}: {
  pool: Pool;
  versions: VersionSource;
}): RegistrationSource & { forget: (message?: LiveMessage) => void } {
  const known = new Map<string, { until: number; answer: Promise<LoadedRegistration[]> }>();
  const read = async (q: Question) => {
    const { rows } = await pool.query(REGISTRATION, [q.environment, q.token ?? null, q.flowKey ?? null, q.type ?? null, q.topic ?? null]);
    const found = z.array(RegistrationRow).parse(rows);
    return Promise.all(
      found.map(async (row) => ({
        id: row.id,
        environment: row.environment,
        flowId: row.flow_id,
        stepId: row.step_id,
        type: row.type,
        token: row.token,
        topic: row.topic,
        version: await versions.get(row.version_id),
      })),
    );
  };
  const find = (q: Question): Promise<LoadedRegistration[]> => {
    const name = JSON.stringify([q.environment, q.token, q.flowKey, q.type, q.topic]);
    const kept = known.get(name);
    if (kept && kept.until > performance.now()) return kept.answer;
    const answer = read(q);
    known.set(name, { until: performance.now() + BELIEVED, answer });
    // only what exists is kept: guessed tokens must not fill the memory
    const drop = () => known.get(name)?.answer === answer && known.delete(name);
    answer.then((found) => found.length === 0 && drop(), drop);
    return answer;
  };
  return {
    byToken: async (q) => (await find(q))[0] ?? null,
    byFlow: async (q) => (await find(q))[0] ?? null,
    byType: find,
    byTopic: (q) => find({ ...q, type: "trigger.event" }),
    forget: (message) => {
      if (message === undefined || message.kind === "deployment") known.clear();
    },
  };
}
