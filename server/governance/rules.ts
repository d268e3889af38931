/** Ownership rules: one per object and field. Each change is one transaction with its audit entry, which keeps what was there before. */
import { v7 } from "uuid";
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import type { Actor, OwnershipRuleDraft, OwnershipRuleView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import type { GovernanceDeps } from "./deps.ts";
import { noRule } from "./refusals.ts";

const INSERT = sqlFile(import.meta.url, "insert-rule");
const LOCK = sqlFile(import.meta.url, "lock-rule");
const OTHER = sqlFile(import.meta.url, "other-rule");
const UPDATE = sqlFile(import.meta.url, "update-rule");
const REMOVE = sqlFile(import.meta.url, "remove-rule");
const UNKNOWN_FLOWS = sqlFile(import.meta.url, "unknown-flows");

const Kind = z.enum(["model", "contract"]);
const Policy = z.enum(["flag", "stop"]);
const Locked = z.object({
  object_kind: Kind,
  object: z.string(),
  field: z.string(),
  system: z.string(),
  policy: Policy,
  writers: z.array(z.string()),
  note: z.string(),
});

export async function listRules({ prisma }: Pick<GovernanceDeps, "prisma">): Promise<OwnershipRuleView[]> {
  const rows = await prisma.ownershipRule.findMany({ orderBy: [{ objectKind: "asc" }, { object: "asc" }, { field: "asc" }] });
  return rows.map((row) => ({
    id: row.id,
    object: { kind: Kind.parse(row.objectKind), name: row.object },
    field: row.field === "" ? null : row.field,
    system: row.system,
    policy: Policy.parse(row.policy),
    writers: row.writers,
    note: row.note,
    updatedBy: row.updatedByName,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export async function saveRule(deps: GovernanceDeps, actor: Actor, q: OwnershipRuleDraft): Promise<OwnershipRuleView> {
  const id = q.id ?? v7();
  await inTransaction(deps.pool, async (transaction) => {
    await knownFlows(q.writers, transaction);
    const before = q.id === undefined ? null : await lockedRule(id, transaction);
    const values = [id, q.object.kind, q.object.name.trim(), q.field?.trim() ?? "", q.system.trim(), q.policy, [...new Set(q.writers)], q.note.trim()];
    const now = new Date(deps.clock.now());
    const isFree =
      before === null
        ? (await transaction.query(INSERT, [...values, actor.name, now])).rows.length > 0
        : (await transaction.query(OTHER, [values[1], values[2], values[3], id])).rows.length === 0;
    if (!isFree)
      throw new UseCaseError({
        code: "ownership.taken",
        status: 409,
        message: `There is a rule for ${placeOf(q.object.name, q.field)} already.`,
        fix: "Change that rule: an object or a field has one owner.",
      });
    if (before !== null) await transaction.query(UPDATE, [...values, actor.name, now]);
    const after = Locked.parse((await transaction.query(LOCK, [id])).rows[0]);
    await deps.audit(
      {
        actor,
        action: before === null ? "ownership.rule_added" : "ownership.rule_changed",
        subject: { kind: "ownership", id, name: placeOf(q.object.name, q.field) },
        detail: before === null ? told(after) : differences(before, after),
      },
      transaction,
    );
  });
  const saved = (await listRules(deps)).find((rule) => rule.id === id);
  if (!saved) throw noRule();
  return saved;
}

export async function removeRule(deps: GovernanceDeps, actor: Actor, q: { id: string }): Promise<void> {
  await inTransaction(deps.pool, async (transaction) => {
    const before = await lockedRule(q.id, transaction);
    await transaction.query(REMOVE, [q.id]);
    await deps.audit(
      {
        actor,
        action: "ownership.rule_removed",
        subject: { kind: "ownership", id: q.id, name: placeOf(before.object, before.field === "" ? null : before.field) },
        detail: told(before),
      },
      transaction,
    );
  });
}

async function lockedRule(id: string, transaction: Transaction): Promise<z.infer<typeof Locked>> {
  const { rows } = await transaction.query(LOCK, [id]);
  if (!rows[0]) throw noRule();
  return Locked.parse(rows[0]);
}

/** A key with a slip of the pen would let nobody write. */
async function knownFlows(keys: readonly string[], transaction: Transaction): Promise<void> {
  const { rows } = await transaction.query(UNKNOWN_FLOWS, [keys]);
  const [unknown] = z.array(z.object({ key: z.string() })).parse(rows);
  if (unknown)
    throw new UseCaseError({
      code: "ownership.flow",
      status: 422,
      message: `There is no flow ${unknown.key} that could carry these values.`,
      fix: "Choose flows of this installation.",
    });
}

function placeOf(object: string, field: string | null): string {
  return field === null ? object : `${object}.${field}`;
}

function told({ object_kind, object, field, system, policy, writers, note }: z.infer<typeof Locked>): { [key: string]: Json } {
  return { kind: object_kind, object, ...(field === "" ? {} : { field }), system, policy, writers, ...(note === "" ? {} : { note }) };
}

function differences(before: z.infer<typeof Locked>, after: z.infer<typeof Locked>): { [key: string]: Json } {
  const names = ["object_kind", "object", "field", "system", "policy", "writers", "note"] as const;
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name === "object_kind" ? "kind" : name, { before: before[name], after: after[name] }]),
  );
}
