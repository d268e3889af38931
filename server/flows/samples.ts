/** Samples: what a trigger may look like, for trying a draft. They never reach a deployed flow. */
import { v7 } from "uuid";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Actor, Flows, SampleSource, SampleView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import { masked } from "#server/sensitive.ts";
import type { FlowsDeps } from "./deps.ts";
import type { LockedDraft } from "./drafts.ts";
import { lockDraft } from "./drafts.ts";
import { noFlow } from "./refusals.ts";

const UNPIN = sqlFile(import.meta.url, "unpin-samples");
const PUT = sqlFile(import.meta.url, "put-sample");
const RUN_TRIGGER = sqlFile(import.meta.url, "run-trigger");
const PIN = sqlFile(import.meta.url, "pin-output");
const UNPIN_OUTPUT = sqlFile(import.meta.url, "unpin-output");
const DELETE = sqlFile(import.meta.url, "delete-sample");

const Pins = z.record(z.string(), z.object({ port: z.string(), output: Json }));
const Source = z.enum(["pasted", "run", "schema"]);
const Row = z
  .object({ id: z.string(), name: z.string(), trigger: Json, pinned: z.boolean(), source: Source, pins: Pins, created_at: z.date() })
  .transform(({ created_at, ...row }): SampleView => ({ ...row, createdAt: created_at.toISOString() }));

export async function listSamples({ prisma }: FlowsDeps, key: string): Promise<SampleView[]> {
  const flow = await prisma.flow.findFirst({ where: { key, archivedAt: null }, include: { samples: { orderBy: [{ pinned: "desc" }, { createdAt: "asc" }] } } });
  if (!flow) throw noFlow(key);
  return flow.samples.map((sample) => ({
    id: sample.id,
    name: sample.name,
    trigger: Json.parse(sample.trigger),
    pinned: sample.pinned,
    source: Source.parse(sample.source),
    pins: Pins.parse(sample.pins),
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
    return put(deps, { actor, flow, sample: { ...q, source: q.source ?? "pasted" } }, transaction);
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
    // what was recorded before a field was called sensitive is not sealed: its name hides it all the same
    const trigger = masked(run.trigger, flow.document.flow.sensitive);
    const sample = { name: run.business_key ?? `Run ${q.runId.slice(-6)}`, trigger, pinned: false, source: "run" as const };
    return put(deps, { actor, flow, sample }, transaction);
  });
}

export async function removeSample(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["removeSample"]>[1]): Promise<void> {
  await inTransaction(deps.pool, async (transaction) => {
    const flow = await lockDraft(transaction, q.flow);
    if (!flow) throw noFlow(q.flow);
    const { rows } = isId(q.id) ? await transaction.query(DELETE, [q.id, flow.flow_id]) : { rows: [] };
    if (rows[0] === undefined) throw noSample(q.id);
    const { name } = z.object({ name: z.string() }).parse(rows[0]);
    await deps.audit({ actor, action: "flow.sample_removed", subject: subjectOf(flow), detail: { sample: name } }, transaction);
  });
}

/** Kept beside the sample and nowhere else: the audit log says that it was pinned, not what. */
export async function pinOutput(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["pinOutput"]>[1]): Promise<SampleView> {
  return inTransaction(deps.pool, async (transaction) => {
    const flow = await lockDraft(transaction, q.flow);
    if (!flow) throw noFlow(q.flow);
    if (!isId(q.id)) throw noSample(q.id);
    const pin = q.pin === null ? null : JSON.stringify({ port: q.pin.port, output: masked(q.pin.output, flow.document.flow.sensitive) });
    if (pin !== null && pin.length > LARGEST_PIN)
      throw new UseCaseError({
        code: "sample.pin_too_large",
        status: 422,
        message: `What ${q.step} gave is too large to be pinned: ${pin.length} characters, and ${LARGEST_PIN} are allowed.`,
        fix: "Pin a step after it that keeps only what is needed.",
      });
    const { rows } =
      pin === null ? await transaction.query(UNPIN_OUTPUT, [q.id, flow.flow_id, q.step]) : await transaction.query(PIN, [q.id, flow.flow_id, q.step, pin]);
    if (rows[0] === undefined) throw noSample(q.id);
    const action = pin === null ? "flow.output_unpinned" : "flow.output_pinned";
    await deps.audit({ actor, action, subject: subjectOf(flow), detail: { step: q.step } }, transaction);
    return Row.parse(rows[0]);
  });
}

const LARGEST_PIN = 1_048_576;

type Put = {
  actor: Actor;
  flow: Pick<LockedDraft, "flow_id" | "key" | "document">;
  sample: { id?: string; name: string; trigger: Json; pinned: boolean; source: SampleSource };
};

async function put(deps: FlowsDeps, { actor, flow, sample }: Put, transaction: Transaction): Promise<SampleView> {
  const id = sample.id ?? v7();
  if (!isId(id)) throw noSample(id);
  if (sample.pinned) await transaction.query(UNPIN, [flow.flow_id, id]);
  const { rows } = await transaction.query(PUT, [id, flow.flow_id, sample.name, JSON.stringify(sample.trigger), sample.pinned, sample.source]);
  if (rows[0] === undefined) throw noSample(id);
  await deps.audit({ actor, action: "flow.sample_saved", subject: subjectOf(flow), detail: { sample: sample.name } }, transaction);
  return Row.parse(rows[0]);
}

function isId(text: string): boolean {
  return z.guid().safeParse(text).success;
}

function subjectOf(flow: Put["flow"]): { kind: string; id: string; name: string } {
  return { kind: "flow", id: flow.key, name: flow.document.flow.name };
}

function noSample(id: string): UseCaseError {
  return new UseCaseError({ code: "sample.missing", status: 404, message: `This flow has no sample ${id}.` });
}
