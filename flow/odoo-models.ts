/** The models of Odoo that a flow writes, reads or watches, each once per connection. */
import type { FlowDocument, Json } from "./document.ts";
import { allSteps } from "./nested.ts";

export function odooModelsOf(document: FlowDocument): { connection: string; model: string }[] {
  const found = new Map<string, { connection: string; model: string }>();
  for (const { type, config } of allSteps(document)) {
    const where: Json | undefined = type.startsWith("odoo.") || type === "trigger.odoo" ? config : type === "each" ? config.source : undefined;
    if (typeof where !== "object" || where === null || Array.isArray(where)) continue;
    const { connection, model } = where;
    if (typeof connection !== "string" || typeof model !== "string" || connection === "" || model === "") continue;
    found.set(`${connection} ${model}`, { connection, model });
  }
  return [...found.values()];
}
