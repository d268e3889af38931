/** Failures and phrases that exceptions and refusals of Odoo share. */
import { technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { OdooTarget } from "./target.ts";

export function unknownField(q: { target: OdooTarget; model: string; field: string; known?: Iterable<string> }): StepFailure {
  const near = nearest(q.field, q.known ?? []);
  return technical("configuration", "odoo.unknown_field", `${q.model} has no field ${q.field} in this Odoo.`, {
    fix: near === null ? "Check its spelling, or install the Odoo app that brings it." : `Did you mean ${near}?`,
    where: { connection: q.target.key, model: q.model, field: q.field },
  });
}

export function databaseMissing(target: OdooTarget): StepFailure {
  return technical("configuration", "odoo.database_missing", `${new URL(target.url).host} has no database ${target.database}.`, {
    fix: "Check the database's name and the address in the connection.",
    where: { connection: target.key },
  });
}

/** A database that answered a moment ago: its server restarts, or it is being restored or upgraded. */
export function databaseClosed(target: OdooTarget): StepFailure {
  return technical("unavailable", "odoo.database_closed", `${new URL(target.url).host} cannot open its database ${target.database} now.`, {
    fix: "It is tried again by itself. If it lasts, look whether the database was renamed or removed, and whether its server is well.",
    retryable: true,
    where: { connection: target.key },
  });
}

export function contention(target: OdooTarget, model?: string, record?: number): StepFailure {
  return technical("contention", "odoo.contention", "Somebody else was writing the same thing in Odoo at the same moment.", {
    retryable: true,
    where: { connection: target.key, ...(model === undefined ? {} : { model }), ...(record === undefined ? {} : { record }) },
  });
}

/** The known name that is at most two letters away. */
function nearest(name: string, known: Iterable<string>): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const each of known) {
    const distance = distanceOf(name, each);
    if (distance <= 2 && (best === null || distance < best.distance)) best = { name: each, distance };
  }
  return best?.name ?? null;
}

function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 3;
}

export function tidy(message: string): string {
  const text = message.trim().replace(/^The operation cannot be completed: /, "");
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}

export function firstLine(message: string): string {
  const line = message.split("\n", 1)[0]?.trim() ?? "";
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
