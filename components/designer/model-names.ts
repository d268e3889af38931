/** The models of Odoo that a flow names: the same list as long as they are the same, so that drawing and typing elsewhere ask nothing again. */
import type { FlowDocument } from "#flow/document.ts";
import { odooModelsOf, type OdooModelUse } from "#flow/odoo-models.ts";

export function createModelNames(): (document: FlowDocument) => readonly OdooModelUse[] {
  let seen: FlowDocument | null = null;
  let text = "[]";
  let named: readonly OdooModelUse[] = [];
  return (document) => {
    if (document === seen) return named;
    seen = document;
    const now = odooModelsOf(document);
    const written = JSON.stringify(now);
    if (written !== text) named = now;
    text = written;
    return named;
  };
}
