/** Whose changes a draft holds: who changed what since the last version, where it still differs from that. */
import type { FlowChange } from "#flow/compare.ts";
import { formatPlural } from "#components/ui/format.ts";
import type { DraftChange } from "#server/app.ts";

export function authorsOf(log: readonly DraftChange[]): (change: FlowChange) => string[] {
  const byPart = new Map<string, Set<string>>();
  for (const { by, parts } of log)
    for (const part of parts) {
      const names = byPart.get(part) ?? new Set();
      names.add(by.name);
      byPart.set(part, names);
    }
  return (change) => [...(byPart.get(`${change.what} ${change.id}`) ?? [])].sort((a, b) => a.localeCompare(b, "en"));
}

/** Who saved, for somebody with this name: oneself is no other person, only another window. */
export function savedBy(name: string, me: string): string {
  return name === me ? "You (another window)" : name;
}

/** 2 people: Hanna Lind 3 steps, Tomasz Zielinski 1 step and 2 edges. Empty where nothing is known. */
export function contributionWords(changes: readonly FlowChange[], log: readonly DraftChange[]): string {
  const find = authorsOf(log);
  const counts = new Map<string, Record<FlowChange["what"], number>>();
  for (const change of changes)
    for (const name of find(change)) {
      const own = counts.get(name) ?? { step: 0, edge: 0, flow: 0, group: 0, note: 0 };
      counts.set(name, { ...own, [change.what]: own[change.what] + 1 });
    }
  const people = [...counts].sort(([a, x], [b, y]) => y.step - x.step || a.localeCompare(b, "en"));
  if (people.length === 0) return "";
  const words = people.map(
    ([name, own]) =>
      `${name} ${listed([own.step && formatPlural(own.step, "step"), own.edge && formatPlural(own.edge, "edge"), own.group && formatPlural(own.group, "group"), own.note && formatPlural(own.note, "note"), own.flow && "settings"])}`,
  );
  return `${people.length === 1 ? "1 person" : `${people.length} people`}: ${words.join("; ")}`;
}

function listed(parts: readonly (string | 0)[]): string {
  const known = parts.filter((part) => part !== 0);
  return known.length < 2 ? (known[0] ?? "") : `${known.slice(0, -1).join(", ")} and ${known.at(-1)}`;
}
