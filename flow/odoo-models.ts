/** The models of Odoo that a flow writes, reads or watches, each once per connection. */
import type { FlowDocument, Json } from "./document.ts";
import { allSteps } from "./nested.ts";

export type OdooModelUse = { connection: string; model: string /** some step calls a method of it */; isCalled: boolean };

export function odooModelsOf(document: FlowDocument): OdooModelUse[] {
  const found = new Map<string, OdooModelUse>();
  for (const { type, config } of allSteps(document)) {
    const where: Json | undefined = type.startsWith("odoo.") || type === "trigger.odoo" ? config : type === "each" ? config.source : undefined;
    if (typeof where !== "object" || where === null || Array.isArray(where)) continue;
    const { connection, model } = where;
    if (typeof connection !== "string" || typeof model !== "string" || connection === "" || model === "") continue;
    const key = `${connection} ${model}`;
    found.set(key, { connection, model, isCalled: type === "odoo.call" || found.get(key)?.isCalled === true });
  }
  return [...found.values()];
}
