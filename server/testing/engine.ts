/** A real engine over a test's own database: real steps, real HTTP through the guard, real sources. Odoo and mail where a test names them. */
import { v7 } from "uuid";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { FlowDocument } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { CodePort, MailPort, OdooPort } from "#flow/ports.ts";
import { findStep } from "#flow/steps/index.ts";
import type { Actor, LiveMessage } from "#server/app.ts";
import { LIVE_CHANNEL } from "#server/app.ts";
import { systemClock } from "../clock.ts";
import { createSandbox } from "../code/sandbox.ts";
import { createPool } from "../db/pool.ts";
import type { Pool } from "../db/pool.ts";
import type { Clock, Gates, LoadedRegistration, OpenConnection, PortsFor, RegistrationSource, Simulate } from "../deps.ts";
import { createEngine } from "../engine/create.ts";
import type { EngineDeps, EngineLimits } from "../engine/deps.ts";
import { createGates } from "../engine/gate.ts";
import { createFindCalled } from "../engine/simulate-called.ts";
import { createSimulate } from "../engine/simulate.ts";
import { createRegistrationSource, createVersionSource } from "../flows/sources.ts";
import { createRuleSource } from "../flows/standing-rules.ts";
import { createGuard } from "../http/guard.ts";
import { createHttpPort } from "../http/port.ts";
import { createLog } from "../log.ts";
import { createSchemaPort } from "../schema/port.ts";
import { createVault } from "../connections/vault.ts";
import { createSensitive } from "../sensitive.ts";
import { auditInto } from "./history.ts";
import { portsOf } from "./real-systems.ts";
import type { RealSystems } from "./real-systems.ts";

export const OPERATOR: Actor = { kind: "person", id: "sam", name: "Sam Adeyemi", role: "operator" };

export type EngineRig = {
  deps: EngineDeps;
  engine: ReturnType<typeof createEngine>;
  pool: Pool;
  announced: LiveMessage[];
  registration: (flowId: string) => Promise<LoadedRegistration>;
  registrations: RegistrationSource;
  /** publishes and deploys a flow and starts one run of it */
  started: (document: FlowDocument, body?: Json) => Promise<string>;
  /** a dry run over the same steps, ports and installation */
  simulate: Simulate;
  startWorker: () => Promise<{ drain: () => Promise<void> }>;
  stop: () => Promise<void>;
};

export type RigOptions = {
  url: string;
  installation: string;
  target: string;
  limits?: Partial<EngineLimits>;
  odoo?: OdooPort;
  /** instead of it */
  real?: RealSystems;
  /** of the engine; the database has its own */
  clock?: Clock;
  logLevel?: string;
  /** keeps no announcements */
  isDeaf?: boolean;
  /** more of the connection to the target */
  connection?: Record<string, Json>;
};

export async function startEngine(q: RigOptions): Promise<EngineRig> {
  const pool = createPool({ url: q.url, max: 20 });
  const versions = createVersionSource({ pool });
  const registrations = createRegistrationSource({ pool, versions });
  const guard = createGuard();
  const sandbox = createSandbox();
  const announced: LiveMessage[] = [];
  const log = createLog(q.logLevel ?? "fatal");
  const gates = createGates({ pool, log });
  const { odoo, mail } = q.real === undefined ? { odoo: q.odoo ?? searchableAt(q.target), mail: { send: refuse } } : portsOf(q.real, { guard, gates });
  const outside = {
    portsFor: portsTo({ target: q.target, guard, gates, odoo, mail, code: sandbox, connection: q.connection ?? {} }),
    connections: { variables: async () => ({}) },
    findStep,
    sensitive: createSensitive(createVault(Buffer.from("a key that all test processes share").subarray(0, 32))),
    clock: q.clock ?? systemClock,
    installation: q.installation,
  };
  const deps: EngineDeps = {
    ...outside,
    pool,
    versions,
    registrations,
    rules: createRuleSource({ pool }),
    gates,
    log,
    announce: async () => undefined,
    audit: auditInto(pool),
    ...(q.limits ? { limits: q.limits } : {}),
  };
  const engine = createEngine(deps);
  const ear = await pool.connect();
  ear.on("notification", (message) => announced.push(...[JSON.parse(message.payload ?? "null") as LiveMessage | LiveMessage[]].flat()));
  ear.on("error", () => undefined);
  if (q.isDeaf !== true) await ear.query(`listen ${LIVE_CHANNEL}`);
  const registration = async (flowId: string) => {
    const { rows } = await pool.query<{ environment: string; token: string }>("select environment, token from registration where flow_id = $1", [flowId]);
    const found = rows[0] && (await registrations.byToken(rows[0]));
    if (!found) throw new Error(`flow ${flowId} is not deployed in this test`);
    return found;
  };
  const workers: { drain: () => Promise<void> }[] = [];
  return {
    deps,
    engine,
    pool,
    announced,
    registration,
    registrations,
    started: async (document, body = {}) => {
      const { flowId } = await deploy(pool, document);
      const { runId } = await engine.accept({ registration: await registration(flowId), trigger: { body }, originKey: null });
      return runId;
    },
    simulate: createSimulate({ ...outside, publishEvent: engine.publishEvent, findCalled: createFindCalled(deps) }),
    startWorker: async () => {
      const worker = await engine.startWorker();
      workers.push(worker);
      return worker;
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.drain()));
      await engine.close();
      gates.close();
      ear.release(true);
      await guard.close();
      await sandbox.stop();
      await pool.end();
    },
  };
}

type Outside = {
  target: string;
  guard: ReturnType<typeof createGuard>;
  gates: Gates;
  odoo: OdooPort;
  mail: MailPort;
  code: CodePort;
  connection: Record<string, Json>;
};

function portsTo(q: Outside): PortsFor {
  const connection: OpenConnection = {
    environment: "production",
    key: "target",
    kind: "http",
    name: "Target",
    config: { baseUrl: q.target, auth: { kind: "none" }, allowPrivate: true, ...q.connection },
    secrets: {},
  };
  const http = createHttpPort({ guard: q.guard, gates: q.gates, connections: { get: async () => connection } });
  const schema = createSchemaPort();
  return (environment) => ({ odoo: q.odoo, http: http(environment), mail: q.mail, code: q.code, schema });
}

async function refuse(): Promise<never> {
  throw technical("internal", "test.port", "This test does not use that port.");
}

/** Reads only, and asks the test's other system: it is there in every process. */
function searchableAt(target: string): OdooPort {
  const search: OdooPort["search"] = async (call, { signal }) => {
    const { connection: _, ...asked } = call;
    const answer = await fetch(`${target}/search`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asked), signal });
    if (!answer.ok) throw technical("unavailable", "odoo.unavailable", `The other system answered ${answer.status}.`, { retryable: true });
    return z.object({ records: z.array(z.record(z.string(), Json)) }).parse(await answer.json());
  };
  return { create: refuse, upsert: refuse, update: refuse, writeList: refuse, search, call: refuse, report: refuse, resolve: refuse, preview: refuse };
}

type Drawn = {
  steps: { [id: string]: { type: string; config?: { [key: string]: Json } } & Partial<Omit<FlowDocument["steps"][number], "id" | "type" | "config">> };
  /** `from.port > to`; `~>` sends work back */
  edges: string[];
  flow?: Partial<FlowDocument["flow"]>;
};

let drawn = 0;

/** A flow as tests write it: the webhook trigger `start` is added. */
export function draw(q: Drawn): FlowDocument {
  drawn += 1;
  const { start, ...others } = q.steps;
  const trigger = { id: "start", type: "trigger.webhook", config: { auth: { kind: "none" } }, ...start };
  return {
    throughline: 1,
    flow: { key: `flow-${process.pid}-${drawn}`, name: `Flow ${drawn}`, ...q.flow },
    steps: [trigger, ...stepsDrawn(others)],
    edges: edgesDrawn(q.edges),
  };
}

/** The body of a for each, written the same way. */
export function drawBody(q: Pick<Drawn, "steps" | "edges">): { steps: Json; edges: Json } {
  return JSON.parse(JSON.stringify({ steps: stepsDrawn(q.steps), edges: edgesDrawn(q.edges) }));
}

function stepsDrawn(steps: Drawn["steps"]): FlowDocument["steps"] {
  return Object.entries(steps).map(([id, step]) => ({ id, config: {}, ...step }));
}

function edgesDrawn(edges: string[]): FlowDocument["edges"] {
  return edges.map((text) => {
    const [, from = "", port, arrow, to = ""] = /^(\w+)(?:\.(\w+))? (>|~>) (\w+)$/.exec(text) ?? [];
    return { from, to, ...(port ? { port } : {}), ...(arrow === "~>" ? { rework: true } : {}) };
  });
}

/** Publishes and deploys to production; a second document of the same flow is its next version. */
export async function deploy(pool: Pool, document: FlowDocument): Promise<{ flowId: string; versionId: string }> {
  const known = (await pool.query<{ id: string }>("select id from flow where key = $1", [document.flow.key])).rows[0]?.id;
  const flowId = known ?? v7();
  const versionId = v7();
  if (!known) await pool.query("insert into flow (id, key, name) values ($1, $2, $3)", [flowId, document.flow.key, document.flow.name]);
  await pool.query(
    `insert into version (id, flow_id, number, document, hash, created_by_id, created_by_name)
     select $1::uuid, $2::uuid, coalesce(max(number), 0) + 1, $3::jsonb, $1::uuid::text, 'test', 'Test' from version where flow_id = $2`,
    [versionId, flowId, JSON.stringify(document)],
  );
  for (const step of document.steps.filter((each) => findStep(each.type)?.trigger)) {
    await pool.query(
      `insert into registration (id, environment, flow_id, step_id, type, token, topic, version_id) values ($1, 'production', $2, $3, $4, $5, $6, $7)
       on conflict (environment, flow_id, step_id) do update set version_id = excluded.version_id`,
      [v7(), flowId, step.id, step.type, v7(), step.config.topic ?? null, versionId],
    );
  }
  return { flowId, versionId };
}

export async function until<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  q: { within?: number; of?: string } = {},
): Promise<T> {
  const end = performance.now() + (q.within ?? 90_000);
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`${q.of ?? "what was waited for"} did not come within ${q.within ?? 90_000} ms`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export type RunRow = {
  id: string;
  status: string;
  failure: { code: string; class: string; message: string } | null;
  waiting_for: { kind: string; step: string } | null;
  origin: string;
  lease_epoch: number;
};

export async function runRow(pool: Pool, id: string): Promise<RunRow> {
  const { rows } = await pool.query<RunRow>("select * from run where id = $1", [id]);
  if (!rows[0]) throw new Error(`no run ${id}`);
  return rows[0];
}

export function runIn(pool: Pool, q: { id: string; status: string; within?: number }): Promise<RunRow> {
  let last = "";
  return until(
    async () => {
      const row = await runRow(pool, q.id);
      last = row.status;
      return row.status === q.status ? row : null;
    },
    { of: `status ${q.status} of run ${q.id}`, ...(q.within ? { within: q.within } : {}) },
  ).catch(async (error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : ""}; it is ${last}: ${JSON.stringify((await runRow(pool, q.id)).failure)}`);
  });
}

export type StepLine = {
  step_id: string;
  visit: number;
  item: string;
  status: string;
  port: string | null;
  how: string;
  output: Json;
  failure: { code: string } | null;
  attempts: Json[];
};

export async function stepsOf(pool: Pool, runId: string): Promise<StepLine[]> {
  return (await pool.query<StepLine>("select * from step_run where run_id = $1 order by seq", [runId])).rows;
}
