/** How flows fill the fields of a model: what each of them maps, and how many do it in the same way. */
import { canonical } from "../canonical.ts";
import type { FlowDocument, Json } from "../document.ts";
import { isExpression } from "../marks.ts";
import { expressionsIn } from "../expression/inspect.ts";
import { allSteps } from "../nested.ts";
import type { EarlierMapping } from "./suggest.ts";

const WRITES = new Set(["odoo.create", "odoo.upsert", "odoo.update"]);

/** Every field of the model that a flow fills from its data. */
export function mappingsIn(document: FlowDocument, model: string): { field: string; value: Json }[] {
  return allSteps(document).flatMap((step) => {
    const { values } = step.config;
    if (!WRITES.has(step.type) || step.config.model !== model) return [];
    if (typeof values !== "object" || values === null || Array.isArray(values) || isExpression(values)) return [];
    return Object.entries(values).flatMap(([field, value]: [string, Json]) => (expressionsIn(value).length > 0 ? [{ field, value }] : []));
  });
}

/** The same mapping of several flows once, the most usual first. */
export function rankedMappings(flows: readonly { name: string; mappings: readonly { field: string; value: Json }[] }[]): EarlierMapping[] {
  const found = new Map<string, EarlierMapping>();
  for (const { name, mappings } of flows) {
    for (const { field, value } of mappings) {
      const key = `${field} ${canonical(value)}`;
      const known = found.get(key);
      if (!known) found.set(key, { field, value, flows: [name] });
      else if (!known.flows.includes(name)) found.set(key, { ...known, flows: [...known.flows, name] });
    }
  }
  return [...found.values()].sort((a, b) => b.flows.length - a.flows.length || a.field.localeCompare(b.field, "en"));
}
