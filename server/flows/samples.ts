/** Samples: what a trigger may look like, for trying a draft. They never reach a deployed flow. */
import { v7 } from "uuid";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Actor, Flows, SampleView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import type { FlowsDeps } from "./deps.ts";
import { lockDraft } from "./drafts.ts";
import { noFlow } from "./refusals.ts";

const UNPIN = sqlFile(import.meta.url, "unpin-samples");
const PUT = sqlFile(import.meta.url, "put-sample");
const RUN_TRIGGER = sqlFile(import.meta.url, "run-trigger");

const Row = z
  .object({ id: z.string(), name: z.string(), trigger: Json, pinned: z.boolean(), created_at: z.date() })
  .transform((row): SampleView => ({ id: row.id, name: row.name, trigger: row.trigger, pinned: row.pinned, createdAt: row.created_at.toISOString() }));

export async function listSamples({ prisma }: FlowsDeps, key: string): Promise<SampleView[]> {
  const flow = await prisma.flow.findFirst({ where: { key, archivedAt: null }, include: { samples: { orderBy: [{ pinned: "desc" }, { createdAt: "asc" }] } } });
  if (!flow) throw noFlow(key);
  return flow.samples.map((sample) => ({
    id: sample.id,
    name: sample.name,
    trigger: Json.parse(sample.trigger),
    pinned: sample.pinned,
    createdAt: sample.createdAt.toISOString(),
  }));
}

/** What `trigger` is in the pinned sample, or in the first; null when there is none. */
export async function pinnedTrigger({ prisma }: Pick<FlowsDeps, "prisma">, flowId: string): Promise<Json> {
  const sample = await prisma.sample.findFirst({ where: { flowId }, orderBy: [{ pinned: "desc" }, { createdAt: "asc" }] });
  return sample === null ? null : Json.parse(sample.trigger);
}

export async function saveSample(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["saveSample"]>[1]): Promise<SampleView> {
  return inTransaction(deps.pool, async (transaction) => {
    const flow = await lockDraft(transaction, q.flow);
    if (!flow) throw noFlow(q.flow);
    return put(deps, { actor, flow, sample: q }, transaction);
  });
}

/** The trigger of a recorded run, with what identifies it in its name. */
export async function captureSample(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["captureSample"]>[1]): Promise<SampleView> {
  return inTransaction(deps.pool, async (transaction) => {
    const flow = await lockDraft(transaction, q.flow);
    if (!flow) throw noFlow(q.flow);
    const { rows } = z.guid().safeParse(q.runId).success ? await transaction.query(RUN_TRIGGER, [q.runId, flow.flow_id]) : { rows: [] };
    if (rows[0] === undefined) throw new UseCaseError({ code: "run.missing", status: 404, message: `There is no run ${q.runId} of this flow.` });
    const run = z.object({ trigger: Json, business_key: z.string().nullable() }).parse(rows[0]);
    return put(deps, { actor, flow, sample: { name: run.business_key ?? `Run ${q.runId.slice(-6)}`, trigger: run.trigger, pinned: false } }, transaction);
  });
}

type Put = {
  actor: Actor;
  flow: { flow_id: string; key: string; document: { flow: { name: string } } };
  sample: { id?: string; name: string; trigger: Json; pinned: boolean };
};

async function put(deps: FlowsDeps, { actor, flow, sample }: Put, transaction: Transaction): Promise<SampleView> {
  const id = sample.id ?? v7();
  if (!z.guid().safeParse(id).success) throw noSample(id);
  if (sample.pinned) await transaction.query(UNPIN, [flow.flow_id, id]);
  const { rows } = await transaction.query(PUT, [id, flow.flow_id, sample.name, JSON.stringify(sample.trigger), sample.pinned]);
  if (rows[0] === undefined) throw noSample(id);
  await deps.audit(
    { actor, action: "flow.sample_saved", subject: { kind: "flow", id: flow.key, name: flow.document.flow.name }, detail: { sample: sample.name } },
    transaction,
  );
  return Row.parse(rows[0]);
}

function noSample(id: string): UseCaseError {
  return new UseCaseError({ code: "sample.missing", status: 404, message: `This flow has no sample ${id}.` });
}
