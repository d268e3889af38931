/** The targets in an order that stays while they are mapped, and which of them are shown. */
import type { Json } from "#flow/document.ts";
import type { Suggestion } from "#flow/mapping/suggest.ts";
import type { Target } from "#flow/mapping/target.ts";
import { freeTarget } from "#flow/mapping/target.ts";

export type TargetFilter = "all" | "required" | "mapped" | "unmapped" | "suggested";
export type TargetRow = { target: Target; value: Json | undefined; suggestion: Suggestion | undefined; isKnown: boolean };

type Asked = {
  targets: readonly Target[];
  values: ReadonlyMap<string, Json>;
  suggestions: ReadonlyMap<string, Suggestion>;
  /** those that were mapped when the mapper opened stand at the top */
  first: ReadonlySet<string>;
  /** whether somebody says which fields there are: others are not known then */
  isDescribed: boolean;
};

export function targetRows(q: Asked): TargetRow[] {
  const known = new Set(q.targets.map((target) => target.name));
  const free = [...q.values.keys()].filter((name) => !known.has(name)).map(freeTarget);
  const rank = (target: Target) => (target.required ? 0 : q.first.has(target.name) ? 1 : target.readonly ? 4 : target.type === "any" ? 3 : 2);
  // the sort keeps the order in which they were given among equals
  return [...q.targets, ...free]
    .sort((a, b) => rank(a) - rank(b))
    .map((target) => {
      const value = q.values.get(target.name);
      return {
        target,
        value,
        suggestion: value === undefined ? q.suggestions.get(target.name) : undefined,
        isKnown: !q.isDescribed || known.has(target.name),
      };
    });
}

export function shownRows(rows: readonly TargetRow[], q: { filter: TargetFilter; search: string; keep: string | null }): TargetRow[] {
  const search = q.search.trim().toLowerCase();
  return rows.filter(({ target, value, suggestion }) => {
    if (search !== "" && !`${target.name} ${target.label}`.toLowerCase().includes(search)) return false;
    // what is being edited does not vanish because it is mapped now
    if (target.name === q.keep) return true;
    switch (q.filter) {
      case "all":
        return true;
      case "required":
        return target.required;
      case "mapped":
        return value !== undefined;
      case "unmapped":
        return value === undefined && !target.readonly;
      case "suggested":
        return suggestion !== undefined;
      default: {
        const unknown: never = q.filter;
        return unknown;
      }
    }
  });
}

export function missingRequired(rows: readonly TargetRow[]): Target[] {
  return rows.filter(({ target, value }) => target.required && value === undefined).map(({ target }) => target);
}
