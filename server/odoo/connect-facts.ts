/** Who the user of a connection is in Odoo, and what there is: companies, language, apps, and the API keys of that user. What may not be read is left out. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooFacts } from "#server/app.ts";
import { understood } from "./client.ts";
import type { OdooClient } from "./client.ts";

type Options = { signal: AbortSignal };
type Who = { uid: number; lang: string | null; tz: string | null; companyIds: number[]; company: [number, string] | null };

const Companies = z.array(z.object({ id: z.number(), name: z.string() }));
const Modules = z.array(z.object({ name: z.string(), shortdesc: z.union([z.string(), z.literal(false)]) }));
const Keys = z.array(z.object({ name: z.string(), expiration_date: z.union([z.string(), z.literal(false)]) }));

export async function factsOf(client: OdooClient, who: Who, version: string, options: Options): Promise<OdooFacts> {
  const [companies, apps, keys] = await Promise.all([companiesOf(client, who, options), appsOf(client, options), keysOf(client, who, options)]);
  return { version, protocol: client.target.protocol, language: who.lang, timeZone: who.tz, companies, ...apps, keys };
}

async function companiesOf(client: OdooClient, { companyIds, company }: Who, options: Options): Promise<OdooFacts["companies"]> {
  const args = { domain: [["id", "in", companyIds]], fields: ["name"] };
  const read = companyIds.length === 0 ? null : await ifAllowed(client, { model: "res.company", method: "search_read", args }, Companies, options);
  const all = read ?? (company === null ? [] : [{ id: company[0], name: company[1] }]);
  return all.map(({ id, name }) => ({ id, name, isCurrent: id === company?.[0] }));
}

async function appsOf(client: OdooClient, options: Options): Promise<Pick<OdooFacts, "apps" | "appsFrom">> {
  const domain = [
    ["state", "=", "installed"],
    ["application", "=", true],
  ];
  const args = { domain, fields: ["name", "shortdesc"], order: "name" };
  const modules = await ifAllowed(client, { model: "ir.module.module", method: "search_read", args }, Modules, options);
  if (modules !== null) return { apps: modules.map(({ name, shortdesc }) => shortdesc || name).sort((a, b) => a.localeCompare(b, "en")), appsFrom: "modules" };
  const found = await Promise.all(KNOWN.map(async ({ model, app }) => ((await isThere(client, model, options)) ? app : null)));
  return { apps: found.filter((app) => app !== null), appsFrom: "models" };
}

/** Apps by a model that each of them brings, for users who may not read the list of modules. */
const KNOWN = [
  { app: "CRM", model: "crm.lead" },
  { app: "Employees", model: "hr.employee" },
  { app: "Expenses", model: "hr.expense" },
  { app: "Helpdesk", model: "helpdesk.ticket" },
  { app: "Inventory", model: "stock.picking" },
  { app: "Invoicing", model: "account.move" },
  { app: "Project", model: "project.project" },
  { app: "Purchase", model: "purchase.order" },
  { app: "Sales", model: "sale.order" },
];

async function isThere(client: OdooClient, model: string, options: Options): Promise<boolean> {
  const fields = await ifAllowed(
    client,
    { model, method: "fields_get", args: { allfields: ["id"], attributes: ["type"] } },
    z.record(z.string(), z.unknown()),
    options,
  );
  return fields !== null;
}

/** Everybody may read their own keys; before Odoo 17 keys had no end. */
async function keysOf(client: OdooClient, { uid }: Who, options: Options): Promise<OdooFacts["keys"]> {
  const args = { domain: [["user_id", "=", uid]], fields: ["name", "expiration_date"] };
  const keys = await ifAllowed(client, { model: "res.users.apikeys", method: "search_read", args }, Keys, options);
  return keys?.map(({ name, expiration_date: at }) => ({ name, expiresAt: at ? `${at.replace(" ", "T")}Z` : null })) ?? null;
}

async function ifAllowed<T>(
  client: OdooClient,
  call: { model: string; method: string; args: Record<string, Json> },
  schema: z.ZodType<T>,
  options: Options,
): Promise<T | null> {
  try {
    return understood(client.target, call.model, schema, await client.call(call, options));
  } catch (error) {
    if (error instanceof StepFailure && (error.failure.kind === "authorization" || error.failure.kind === "configuration")) return null;
    throw error;
  }
}
