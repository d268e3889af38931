/** What the Odoo steps have in common: which Odoo, which model, in which context. */
import { z } from "zod";
import { Json } from "../document.ts";
import type { FieldHint } from "../step.ts";

const Context = z.record(z.string(), Json).optional();

/** As written, and as used. */
export const odooConfig = { connection: z.string().min(1), model: z.string().min(1), context: Context };
export const odooInput = { connection: z.string(), model: z.string(), context: Context };

export const connectionField: FieldHint = { key: "connection", label: "Connection", control: "connection", connectionKind: "odoo", required: true };
export const modelField: FieldHint = { key: "model", label: "Model", control: "odoo-model", required: true };
export const contextField: FieldHint = { key: "context", label: "Context", control: "json" };
/** One record that the step is about. */
export const recordField: FieldHint = { key: "id", label: "Record id", control: "expression", required: true };

/** A context only where one is given: an empty one would overrule nothing and stand in every request. */
export function contextIn({ context }: { context?: Record<string, Json> | undefined }): { context?: Record<string, Json> } {
  return context ? { context } : {};
}
