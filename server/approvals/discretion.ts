/**
 * Facts that hold sensitive values: whoever is asked sees them whole, because nobody should decide on dots, and the audit log keeps who
 * looked, once for each round. Everybody else who may open an approval sees dots.
 */
import type { EffectPreview } from "#flow/step.ts";
import type { Actor } from "#server/app.ts";
import type { RecordAudit } from "#server/deps.ts";
import type { Pool } from "../db/pool.ts";
import { sqlFile } from "../db/sql.ts";
import { dotted } from "../sensitive.ts";
import type { Sensitive } from "../sensitive.ts";
import { DECIDERS, isAsked, personOf } from "./policy.ts";
import type { ApprovalRow, Person } from "./rows.ts";

const NOTED = sqlFile(import.meta.url, "seen-facts");

type Looking = { actor: Actor; row: ApprovalRow; people: Person[] };

export function factsFor(sensitive: Pick<Sensitive, "open">, q: Looking): ApprovalRow["facts"] {
  const show = mayKnow(q) ? sensitive.open : dotted;
  return q.row.facts.map((fact) => ({ ...fact, value: show(fact.value) }));
}

/** Previews name fields as the other system does: those that the flow calls sensitive are dots for whoever is not asked. */
export function previewsFor(
  sensitive: Pick<Sensitive, "seal">,
  q: Looking & { previews: EffectPreview[]; names: readonly string[] | undefined },
): EffectPreview[] {
  if (q.names === undefined || mayKnow(q)) return q.previews;
  const shown = (name: string, value: EffectPreview["fields"][number]["after"]) => {
    const sealed = dotted(sensitive.seal({ [name]: value }, q.names));
    return typeof sealed === "object" && sealed !== null && !Array.isArray(sealed) ? (sealed[name] ?? null) : null;
  };
  return q.previews.map((preview) => ({
    ...preview,
    fields: preview.fields.map((field) => ({ ...field, before: shown(field.name, field.before), after: shown(field.name, field.after) })),
  }));
}

export async function noteSeen(deps: { pool: Pool; audit: RecordAudit }, q: Looking): Promise<void> {
  const { actor, row } = q;
  if (!mayKnow(q) || JSON.stringify(row.facts) === JSON.stringify(dotted(row.facts))) return;
  const { rowCount } = await deps.pool.query(NOTED, [row.id, actor.id]);
  if (rowCount !== 0) return;
  await deps.audit({
    actor,
    action: "approval.facts_seen",
    subject: { kind: "approval", id: row.id, name: row.title },
    environment: row.environment,
    detail: { runId: row.run_id, step: row.step_id, round: row.visit },
  });
}

function mayKnow({ actor, row, people }: Looking): boolean {
  return DECIDERS.has(actor.role) && isAsked(personOf(actor, people), row.assignees);
}
