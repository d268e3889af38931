/** The fields of a model that Odoo fills in by itself for the login of a connection, when a record is made without them. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import { Json } from "#flow/document.ts";
import type { OdooClient } from "./client.ts";
import { understood } from "./client.ts";
import type { Field } from "./fields.ts";

const Defaults = z.record(z.string(), Json);

/** Names only: what the values are is the business of the moment in which the record is made. None where Odoo does not say. */
export async function defaultsOf(client: OdooClient, model: string, fields: ReadonlyMap<string, Field>): Promise<ReadonlySet<string>> {
  const names = [...fields.values()].filter((field) => field.required && !field.readonly).map((field) => field.name);
  if (names.length === 0) return new Set();
  try {
    const answer = await client.call({ model, method: "default_get", args: { fields: names } });
    // what is required and false is not there
    const given = Object.entries(understood(client.target, model, Defaults, answer)).filter(([, value]) => value !== false && value !== null);
    return new Set(given.map(([name]) => name));
  } catch (error) {
    // a model that may be read but not written has fields all the same
    if (error instanceof StepFailure && !error.failure.retryable) return new Set();
    throw error;
  }
}
