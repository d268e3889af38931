/** The fields of a model that Odoo fills in by itself for the login of a connection, when a record is made without them. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { OdooClient } from "./client.ts";
import { understood } from "./client.ts";

const Defaults = z.record(z.string(), Json);

/** Names only: what the values are is the business of the moment in which the record is made. */
export async function defaultsOf(client: OdooClient, model: string): Promise<string[]> {
  const names = [...(await client.fields(model)).values()].filter((field) => field.required && !field.readonly).map((field) => field.name);
  if (names.length === 0) return [];
  const answer = await client.call({ model, method: "default_get", args: { fields: names } });
  // what is required and false is not there
  return Object.entries(understood(client.target, model, Defaults, answer)).flatMap(([name, value]) => (value === false || value === null ? [] : [name]));
}
