/** Who changed what, when: written in the transaction of the change itself, never altered afterwards. */
import { v7 } from "uuid";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { AuditLog } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import { UseCaseError } from "#server/deps.ts";
import type { RecordAudit } from "#server/deps.ts";

const INSERT = sqlFile(import.meta.url, "insert");
const LIST = sqlFile(import.meta.url, "list");
const PAGE = 100;

const Row = z
  .object({
    id: z.string(),
    at: z.date(),
    actor_kind: z.string(),
    actor_name: z.string(),
    action: z.string(),
    subject_kind: z.string(),
    subject_id: z.string(),
    subject_name: z.string(),
    environment: z.string().nullable(),
    detail: Json,
  })
  .transform((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor_name,
    actorKind: row.actor_kind,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    environment: row.environment,
    detail: row.detail,
  }));

export type AuditDeps = { pool: Pool };

export function createAudit(deps: AuditDeps): { log: AuditLog; record: RecordAudit } {
  return {
    log: {
      list: async (q) => {
        if (q.cursor !== undefined && !z.guid().safeParse(q.cursor).success)
          throw new UseCaseError({
            code: "audit.cursor",
            status: 400,
            message: "The cursor is not one that this list gave.",
            fix: "Start again without a cursor.",
          });
        const { rows } = await deps.pool.query(LIST, [
          q.cursor ?? null,
          q.subjectKind ?? null,
          q.subjectId ?? null,
          q.actorId ?? null,
          q.environment ?? null,
          PAGE + 1,
        ]);
        const items = z.array(Row).parse(rows.slice(0, PAGE));
        return { items, nextCursor: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
      },
    },
    record: async (entry, transaction) => {
      await (transaction ?? deps.pool).query(INSERT, [
        v7(),
        entry.actor.kind,
        entry.actor.id,
        entry.actor.name,
        entry.action,
        entry.subject.kind,
        entry.subject.id,
        entry.subject.name,
        entry.environment ?? null,
        JSON.stringify(entry.detail ?? {}),
      ]);
    },
  };
}
