/** What an approver has not seen yet: the difference between the approval they read and the one that stands now. Pure. */
import type { ApprovalView } from "#server/app.ts";
import { formatFact, formatOdooField } from "./fact-format.ts";

export type SeenDifference = { what: string; before: string; after: string };

export function seenDifference(seen: ApprovalView, current: ApprovalView): SeenDifference[] {
  const found: SeenDifference[] = [];
  const note = (what: string, before: string, after: string) => {
    if (before !== after) found.push({ what, before, after });
  };
  note("Question", seen.title, current.title);
  note("Summary", seen.summary ?? "none", current.summary ?? "none");
  note("Round", String(seen.visit), String(current.visit));
  const facts = keyed(seen.facts.map((fact) => [fact.label, formatFact(fact.value, { format: fact.format, currency: seen.currency })]));
  const factsNow = keyed(current.facts.map((fact) => [fact.label, formatFact(fact.value, { format: fact.format, currency: current.currency })]));
  for (const label of names(facts, factsNow)) note(label, facts.get(label) ?? "not stated", factsNow.get(label) ?? "not stated");
  const fields = fieldsOf(seen);
  const fieldsNow = fieldsOf(current);
  for (const name of names(fields, fieldsNow)) note(name, fields.get(name) ?? "no change", fieldsNow.get(name) ?? "no change");
  return found;
}

function fieldsOf(approval: ApprovalView): Map<string, string> {
  return keyed(
    approval.changes.flatMap((change) => {
      if (change.unread !== undefined) return [[change.title, change.unread] as const];
      return change.fields.map(
        (field) =>
          [
            `${change.record?.name ?? change.modelLabel ?? change.title}: ${field.label}`,
            `${formatOdooField(field.before, field.type)} to ${formatOdooField(field.after, field.type)}`,
          ] as const,
      );
    }),
  );
}

function keyed(entries: (readonly [string, string])[]): Map<string, string> {
  return new Map(entries);
}

function names(a: Map<string, string>, b: Map<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])];
}
