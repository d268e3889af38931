/** Drafts: one per flow, saved by revision, so that nobody overwrites what they have not seen. */
import { v7 } from "uuid";
import { z } from "zod";
import { canonical } from "#flow/canonical.ts";
import { compare } from "#flow/compare.ts";
import { FlowDocument } from "#flow/document.ts";
import { FLOW_FORMAT } from "#flow/marks.ts";
import type { Json } from "#flow/document.ts";
import type { Actor, DraftView, Flows, SaveDraftResult } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import type { Transaction } from "#server/deps.ts";
import { UseCaseError } from "#server/deps.ts";
import type { FlowsDeps } from "./deps.ts";
import { noteChange } from "./draft-changes.ts";
import { keyTaken, noFlow } from "./refusals.ts";

const INSERT_FLOW = sqlFile(import.meta.url, "insert-flow");
const INSERT_DRAFT = sqlFile(import.meta.url, "insert-draft");
const LOCK = sqlFile(import.meta.url, "lock-draft");
const UPDATE = sqlFile(import.meta.url, "update-draft");
const RENAME = sqlFile(import.meta.url, "rename-flow");

const Locked = z.object({
  flow_id: z.string(),
  key: z.string(),
  document: FlowDocument,
  revision: z.number(),
  updated_by_name: z.string(),
  updated_at: z.date(),
});
export type LockedDraft = z.infer<typeof Locked>;

export async function createFlow(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["create"]>[1]): Promise<DraftView> {
  const name = q.name.trim();
  const key = q.key ?? (await freeKey(deps, keyFrom(name)));
  const document = FlowDocument.safeParse({ throughline: FLOW_FORMAT, flow: { key, name, latency: "near-real-time" }, steps: [], edges: [] });
  if (!document.success) {
    const [issue] = document.error.issues;
    throw new UseCaseError({
      code: "flow.key",
      status: 422,
      message: `The key ${key} ${issue?.message ?? "cannot be used"}.`,
      fix: "Use small letters, digits and -.",
    });
  }
  await inTransaction(deps.pool, (transaction) => insertFlow(deps, { actor, document: document.data }, transaction));
  return readDraft(deps, key);
}

/** @throws UseCaseError flow.key_taken */
export async function insertFlow(deps: FlowsDeps, q: { actor: Actor; document: FlowDocument; note?: string }, transaction: Transaction): Promise<string> {
  const { key, name } = q.document.flow;
  const { rows } = await transaction.query(INSERT_FLOW, [v7(), key, name]);
  const [row] = z.array(z.object({ id: z.string() })).parse(rows);
  if (!row) throw keyTaken(key);
  await transaction.query(INSERT_DRAFT, [row.id, JSON.stringify(q.document), q.actor.id, q.actor.name]);
  const before = { ...q.document, steps: [], edges: [] };
  await noteChange({ flowId: row.id, actor: q.actor, revision: 1, before, after: q.document, note: q.note ?? "" }, transaction);
  await deps.audit({ actor: q.actor, action: "flow.created", subject: { kind: "flow", id: key, name } }, transaction);
  await deps.announce({ kind: "draft", flow: key, revision: 1, by: q.actor.name }, transaction);
  return row.id;
}

export async function lockDraft(transaction: Transaction, key: string): Promise<LockedDraft | null> {
  const { rows } = await transaction.query(LOCK, [key]);
  return rows[0] === undefined ? null : Locked.parse(rows[0]);
}

export async function saveDraft(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["saveDraft"]>[1]): Promise<SaveDraftResult> {
  return inTransaction(deps.pool, async (transaction) => {
    const locked = await lockDraft(transaction, q.flow);
    if (!locked) throw noFlow(q.flow);
    if (locked.revision !== q.baseRevision) {
      // a save whose answer was lost, sent again: it is there
      if (canonical(asJson(locked.document)) === canonical(asJson(q.document))) return { saved: true, revision: locked.revision };
      return {
        saved: false,
        conflict: { document: locked.document, revision: locked.revision, updatedBy: locked.updated_by_name, updatedAt: locked.updated_at.toISOString() },
      };
    }
    const revision = await writeDraft(deps, { actor, locked, document: q.document, note: q.note ?? "" }, transaction);
    return { saved: true, revision };
  });
}

/** @returns the revision; the same one where nothing changed */
export async function writeDraft(
  deps: FlowsDeps,
  q: { actor: Actor; locked: LockedDraft; document: FlowDocument; note?: string },
  transaction: Transaction,
): Promise<number> {
  const { locked, document, actor, note = "" } = q;
  if (document.flow.key !== locked.key)
    throw new UseCaseError({
      code: "flow.key_fixed",
      status: 422,
      message: `This flow's key is ${locked.key} and cannot become ${document.flow.key}: addresses and runs are tied to it.`,
      fix: "Keep the key, or import the document as a flow of its own.",
    });
  if (canonical(asJson(locked.document)) === canonical(asJson(document))) return locked.revision;
  const { rows } = await transaction.query(UPDATE, [locked.flow_id, JSON.stringify(document), actor.id, actor.name]);
  const revision = z.object({ revision: z.number() }).parse(rows[0]).revision;
  await transaction.query(RENAME, [locked.flow_id, document.flow.name]);
  await noteChange({ flowId: locked.flow_id, actor, revision, before: locked.document, after: document, note }, transaction);
  const changes = compare(locked.document, document).map((change) => `${change.kind} ${change.what} ${change.title}`);
  // a moved box is layout, not a change of the flow
  if (changes.length > 0)
    await deps.audit(
      {
        actor,
        action: "flow.changed",
        subject: { kind: "flow", id: locked.key, name: document.flow.name },
        detail: { revision, changes: changes.slice(0, 50), ...(note === "" ? {} : { note }) },
      },
      transaction,
    );
  await deps.announce({ kind: "draft", flow: locked.key, revision, by: actor.name }, transaction);
  return revision;
}

export async function readDraft({ prisma }: Pick<FlowsDeps, "prisma">, key: string): Promise<DraftView> {
  const flow = await prisma.flow.findFirst({
    where: { key, archivedAt: null },
    include: {
      draft: true,
      versions: { orderBy: { number: "desc" }, take: 1, select: { number: true } },
      deployments: { where: { active: true }, include: { version: { select: { number: true } } } },
    },
  });
  if (!flow?.draft) throw noFlow(key);
  const document = FlowDocument.parse(flow.draft.document);
  return {
    flow: { id: flow.id, key: flow.key, name: flow.name },
    document,
    revision: flow.draft.revision,
    fromVersion: flow.draft.fromVersion,
    updatedAt: flow.draft.updatedAt.toISOString(),
    updatedBy: flow.draft.updatedByName,
    deployments: flow.deployments.map((deployment) => ({
      environment: deployment.environment,
      version: deployment.version.number,
      deployedAt: deployment.deployedAt.toISOString(),
      deployedBy: deployment.deployedByName,
    })),
    latestVersion: flow.versions[0]?.number ?? null,
  };
}

/** Won opportunity → project becomes won-opportunity-project. */
export function keyFrom(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60)
      .replace(/-+$/, "") || "flow"
  );
}

async function freeKey({ prisma }: FlowsDeps, wanted: string): Promise<string> {
  const taken = new Set((await prisma.flow.findMany({ where: { key: { startsWith: wanted } }, select: { key: true } })).map((flow) => flow.key));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

const asJson = (document: FlowDocument): Json => JSON.parse(JSON.stringify(document)) as Json;
