/** The name under which Odoo recognises what we made. Odoo keeps it beside the record and drops it with it. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { authoredExternalId, createdExternalId } from "#flow/effect-key.ts";
import { business, StepFailure } from "#flow/failure.ts";
import type { OdooClient } from "./client.ts";
import { understood } from "./client.ts";
import type { SendOptions } from "./transport.ts";

const AUTHORED = "author:";
const Reference = z.tuple([z.string(), z.union([z.number(), z.literal(false)])]);

/** @param key `author:…` for a key that an author chose, an effect key otherwise */
export function externalIdOf(model: string, key: string): string {
  if (key.startsWith(AUTHORED)) return authoredExternalId(model, key.slice(AUTHORED.length));
  return createdExternalId(model, createHash("sha256").update(key).digest());
}

/**
 * A record's id; null: there is none. `unseen`: Odoo knows the name and shows no record. A rule may hide it, it may have been deleted
 * together with another one, or Odoo may only believe so: a refused load leaves its rolled-back id in the look-up's cache (Odoo 19,
 * `_update_xmlids`). `load` reads the table, so it is the one to tell.
 */
export type Seen = number | null | "unseen";

export async function lookUp(client: OdooClient, q: { model: string; externalId: string }, options?: SendOptions): Promise<Seen> {
  const dot = q.externalId.indexOf(".");
  const args = { module: q.externalId.slice(0, dot), xml_id: q.externalId.slice(dot + 1) };
  // archived records are there, and Odoo would hide them
  const answer = await client
    .call({ model: "ir.model.data", method: "check_object_reference", args, context: { active_test: false } }, options)
    .catch((error: unknown) => {
      if (isUnknown(error)) return null;
      throw error;
    });
  if (answer === null) return null;
  const [model, id] = understood(client.target, "ir.model.data", Reference, answer);
  const where = { connection: client.target.key, model: q.model };
  if (model !== q.model) {
    throw business("conflict", "odoo.key_taken", `The key ${q.externalId} belongs to a record of ${model} in Odoo, not of ${q.model}.`, {
      fix: "Choose another key.",
      where,
    });
  }
  return id === false ? "unseen" : id;
}

/** Odoo answers the look-up of a name that it does not have with an exception. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof StepFailure)) return false;
  const { detail } = error.failure;
  const message = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail.message : null;
  return typeof message === "string" && message.startsWith("External ID not found in the system");
}
