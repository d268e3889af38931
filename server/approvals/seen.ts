/** What a person had in front of them when deciding, as one hash: title, facts, form, round and every before → after. */
import { createHash } from "node:crypto";
import type { Json } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";

export function seenHash(q: {
  title: string;
  facts: { label: string; value: Json; format: string }[];
  form: Json;
  round: number;
  changes: EffectPreview[];
}): string {
  const shown: Json = {
    title: q.title,
    facts: q.facts.map((fact) => ({ label: fact.label, value: fact.value, format: fact.format })),
    form: q.form,
    round: q.round,
    changes: q.changes.map((change) => ({
      system: change.system,
      title: change.title,
      model: change.model ?? null,
      record: change.record?.id ?? null,
      action: change.action,
      unread: change.unread !== undefined,
      fields: change.fields.map((field) => ({ name: field.name, before: field.before, after: field.after })),
    })),
  };
  return createHash("sha256").update(canonical(shown)).digest("hex");
}

/** The same value always gives the same text: keys sorted at every depth. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  return `{${Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`)
    .join(",")}}`;
}
