/**
 * Whose work a draft holds: which parts somebody changed, from save to save, until a version takes them over. A stretch of drawing by one
 * person is one row, however often it was saved.
 */
import { z } from "zod";
import { compare } from "#flow/compare.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { Actor, DraftChange } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { Transaction } from "#server/deps.ts";
import type { FlowsDeps } from "./deps.ts";
import { noFlow } from "./refusals.ts";

const LAST = sqlFile(import.meta.url, "last-change");
const INSERT = sqlFile(import.meta.url, "insert-change");
const EXTEND = sqlFile(import.meta.url, "extend-change");
const CLOSE = sqlFile(import.meta.url, "close-changes");
const Parts = z.array(z.string());
const Last = z.object({ revision: z.number(), author_id: z.string(), note: z.string(), parts: Parts, is_fresh: z.boolean() });

type Noted = { flowId: string; actor: Actor; revision: number; before: FlowDocument; after: FlowDocument; note: string };

/** Within the transaction that saves the draft. A moved box is nobody's change. */
export async function noteChange(q: Noted, transaction: Transaction): Promise<void> {
  const parts = partsOf(q.before, q.after);
  if (parts.length === 0 && q.note === "") return;
  const { rows } = await transaction.query(LAST, [q.flowId]);
  const last = rows[0] === undefined ? null : Last.parse(rows[0]);
  if (last?.author_id === q.actor.id && last.is_fresh && last.note === "" && q.note === "") {
    await transaction.query(EXTEND, [q.flowId, last.revision, q.revision, JSON.stringify([...new Set([...last.parts, ...parts])])]);
    return;
  }
  await transaction.query(INSERT, [q.flowId, q.revision, q.actor.id, q.actor.name, q.note, JSON.stringify(parts)]);
}

/** Within the transaction that publishes: what the draft holds belongs to this version. */
export async function closeChanges(q: { flowId: string; version: number }, transaction: Transaction): Promise<void> {
  await transaction.query(CLOSE, [q.flowId, q.version]);
}

/** What the draft holds and no version does, newest first. */
export async function listDraftChanges({ prisma }: Pick<FlowsDeps, "prisma">, key: string): Promise<DraftChange[]> {
  const flow = await prisma.flow.findFirst({
    where: { key, archivedAt: null },
    include: { draftChanges: { where: { version: null }, orderBy: { revision: "desc" } } },
  });
  if (!flow) throw noFlow(key);
  return flow.draftChanges.map((change) => ({
    firstRevision: change.firstRevision,
    revision: change.revision,
    by: { id: change.authorId, name: change.authorName },
    at: change.at.toISOString(),
    note: change.note,
    parts: Parts.parse(change.parts),
  }));
}

function partsOf(before: FlowDocument, after: FlowDocument): string[] {
  return compare(before, after).map((change) => `${change.what} ${change.id}`);
}
