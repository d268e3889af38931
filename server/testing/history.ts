/** Recorded history for tests of the rooms that read it, written straight into the tables: flows, versions, runs, step runs, people. */
import { v7 } from "uuid";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { Actor, Role } from "#server/app.ts";
import type { Pool } from "../db/pool.ts";
import { createAudit } from "../audit/create.ts";
import type { RecordAudit, VersionSource } from "../deps.ts";

export type TestFlow = { flowId: string; versionId: string; document: FlowDocument };

export async function insertFlow(pool: Pool, document: FlowDocument): Promise<TestFlow> {
  const flowId = v7();
  const versionId = v7();
  await pool.query("insert into flow (id, key, name) values ($1, $2, $3)", [flowId, document.flow.key, document.flow.name]);
  await pool.query("insert into version (id, flow_id, number, document, hash, created_by_id, created_by_name) values ($1, $2, 1, $3, $4, 'test', 'Test')", [
    versionId,
    flowId,
    JSON.stringify(document),
    versionId,
  ]);
  await pool.query(
    "insert into deployment (id, flow_id, environment, version_id, deployed_by_id, deployed_by_name) values ($1, $2, 'production', $3, 'test', 'Test')",
    [v7(), flowId, versionId],
  );
  return { flowId, versionId, document };
}

export function versionsOf(flows: TestFlow[]): VersionSource {
  return {
    get: async (id) => {
      const flow = flows.find((each) => each.versionId === id);
      if (!flow) throw new Error(`no version ${id} in this test`);
      return { id, flowId: flow.flowId, flowKey: flow.document.flow.key, flowName: flow.document.flow.name, number: 1, document: flow.document, contracts: {} };
    },
  };
}

type RunOver = Partial<{
  status: string;
  trigger: Json;
  businessKey: string;
  value: number;
  correlationId: string;
  failure: Json;
  waitingFor: Json;
  replayOf: string;
  createdAt: Date;
  finishedAt: Date;
  environment: string;
}>;

export async function insertRun(pool: Pool, flow: TestFlow, over: RunOver = {}): Promise<string> {
  const createdAt = over.createdAt ?? new Date();
  const id = v7({ msecs: createdAt.getTime() });
  const status = over.status ?? "succeeded";
  const finished = ["succeeded", "failed", "cancelled", "skipped"].includes(status);
  await pool.query(
    `insert into run (id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, waiting_for, business_key, value, currency,
       correlation_id, seed, replay_of, failure, created_at, started_at, finished_at, updated_at, listed_as)
     values ($1, $2, $3, $4, $5, 1, $6, 'near-real-time', $7, $8, $9, $10, $11, $12, 'EUR', $13, 'seed', $14, $15, $16, $16, $17, $16, case $9::text when 'queued' then 'queued' end)`,
    [
      id,
      over.environment ?? "production",
      flow.flowId,
      flow.document.flow.key,
      flow.versionId,
      flow.document.steps[0]?.id ?? "start",
      `origin-${id}`,
      JSON.stringify(over.trigger ?? { body: {} }),
      status,
      over.waitingFor === undefined ? null : JSON.stringify(over.waitingFor),
      over.businessKey ?? null,
      over.value ?? null,
      over.correlationId ?? `cor-${id}`,
      over.replayOf ?? null,
      over.failure === undefined ? null : JSON.stringify(over.failure),
      createdAt,
      finished ? (over.finishedAt ?? createdAt) : null,
    ],
  );
  return id;
}

type StepOver = Partial<{
  visit: number;
  status: string;
  port: string;
  how: string;
  output: Json;
  request: Json;
  response: Json;
  failure: Json;
  attempts: Json;
  waitingFor: Json;
  startedAt: Date;
}>;

export async function insertStepRun(pool: Pool, q: { runId: string; seq: number; stepId: string } & StepOver): Promise<void> {
  const json = (value: Json | undefined) => (value === undefined ? null : JSON.stringify(value));
  const at = q.startedAt ?? new Date();
  await pool.query(
    `insert into step_row (run_id, seq, step_id, visit, status, port, how, attempts, output, request, response, failure, waiting_for, started_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      q.runId,
      q.seq,
      q.stepId,
      q.visit ?? 1,
      q.status ?? "succeeded",
      q.port ?? null,
      q.how ?? "executed",
      JSON.stringify(q.attempts ?? []),
      json(q.output),
      json(q.request),
      json(q.response),
      json(q.failure),
      json(q.waitingFor),
      at,
      q.status === "waiting" || q.status === "running" ? null : at,
    ],
  );
}

type ApprovalOver = Partial<{ visit: number; title: string; assignees: Json; policy: Json; form: Json; state: string; dueAt: Date; facts: Json }>;

export async function insertApproval(pool: Pool, q: { flow: TestFlow; runId: string; stepId: string } & ApprovalOver): Promise<string> {
  const id = v7();
  await pool.query(
    `insert into approval (id, run_id, step_id, visit, environment, flow_id, title, facts, form, assignees, policy, state, due_at, created_at)
     values ($1, $2, $3, $4, 'production', $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      q.runId,
      q.stepId,
      q.visit ?? 1,
      q.flow.flowId,
      q.title ?? "Start the project?",
      JSON.stringify(q.facts ?? [{ label: "Contract value", value: 148_500, format: "money" }]),
      q.form === undefined ? null : JSON.stringify(q.form),
      JSON.stringify(q.assignees ?? { people: [], groups: [], roles: ["approver"] }),
      JSON.stringify(q.policy ?? { kind: "any" }),
      q.state ?? "open",
      q.dueAt ?? null,
      new Date(),
    ],
  );
  return id;
}

export async function insertPerson(pool: Pool, q: { id: string; name: string; role: Role; groups?: string[] }): Promise<Actor> {
  const email = `${q.id}@halvorsen.example`;
  await pool.query("insert into app_user (id, name, email, role) values ($1, $2, $3, $4)", [q.id, q.name, email, q.role]);
  for (const group of q.groups ?? []) {
    await pool.query("insert into app_group (key, name) values ($1, $2) on conflict do nothing", [group, group]);
    await pool.query("insert into app_group_member (group_key, user_id) values ($1, $2)", [group, q.id]);
  }
  return { kind: "person", id: q.id, name: q.name, email, role: q.role };
}

/** Writes audit entries as the audit room does: it is that. In the caller's transaction where one is given. */
export function auditInto(pool: Pool): RecordAudit {
  return createAudit({ pool }).record;
}
