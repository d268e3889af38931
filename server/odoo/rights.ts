/** What the user of a connection may do in Odoo, model by model, compared with what flows need: what is missing, and what is too much. */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooNeed, OdooRight, OdooRights } from "#server/app.ts";
import type { OdooClient } from "./client.ts";

const RIGHTS = ["read", "create", "write", "unlink"] as const;
type Right = (typeof RIGHTS)[number];

/** Models whose rights tell how powerful a user is, looked at whatever flows need. */
const TELLING: { model: string; why: string }[] = [
  { model: "res.users", why: "users and their passwords" },
  { model: "ir.model.access", why: "everybody's access rights" },
  { model: "ir.config_parameter", why: "system parameters" },
  { model: "ir.actions.server", why: "server actions, which run code" },
  { model: "hr.employee", why: "employees" },
  { model: "account.move", why: "invoices and entries" },
  { model: "account.payment", why: "payments" },
  { model: "res.partner", why: "contacts" },
  { model: "crm.lead", why: "leads and opportunities" },
  { model: "sale.order", why: "sales orders" },
  { model: "project.project", why: "projects" },
  { model: "product.template", why: "products" },
];

/** What Odoo calls the right that an operation of ours takes; methods have rules of their own and are not asked for. */
export function rightsFor(operations: string[]): Right[] {
  const rights = operations.flatMap((operation): Right[] => NEEDED[operation] ?? ["read"]);
  return RIGHTS.filter((right) => rights.includes(right));
}

const NEEDED: Record<string, Right[]> = {
  read: ["read"],
  create: ["read", "create"],
  update: ["read", "write"],
  archive: ["read", "write"],
  delete: ["read", "unlink"],
  // a note takes what reading the record takes; a file takes writing it
  message: ["read"],
  attach: ["read", "write"],
};

/** `may` null: this Odoo has no such model, or shows it to nobody. */
export function comparedRight(q: { model: string; may: Right[] | null; need: OdooNeed | undefined; why: string | null }): OdooRight {
  const needed = q.need === undefined ? [] : rightsFor(q.need.operations);
  return {
    model: q.model,
    isThere: q.may !== null,
    may: q.may ?? [],
    missing: needed.filter((right) => !(q.may ?? []).includes(right)),
    surplus: (q.may ?? []).filter((right) => !needed.includes(right)),
    optional: q.need?.optional ?? false,
    flows: q.need?.flows ?? [],
    about: q.why,
  };
}

type Options = { signal: AbortSignal };

export async function askRights(client: OdooClient, q: { models: string[]; needs: OdooNeed[] }, options: Options): Promise<OdooRights["rows"]> {
  const telling = new Map(TELLING.map((each) => [each.model, each.why]));
  const models = [...new Set([...q.models, ...telling.keys()])];
  const rows = await Promise.all(
    models.map(async (model) =>
      comparedRight({
        model,
        may: await rightsOn(client, model, options),
        need: q.needs.find((need) => need.model === model),
        why: telling.get(model) ?? null,
      }),
    ),
  );
  // of models that are looked at only for telling, those that say something
  return rows.filter((row) => row.flows.length > 0 || q.models.includes(row.model) || row.surplus.some((right) => right !== "read"));
}

async function rightsOn(client: OdooClient, model: string, options: Options): Promise<Right[] | null> {
  try {
    const may = await Promise.all(RIGHTS.map((right) => mayDo(client, { model, right }, options)));
    return RIGHTS.filter((_, index) => may[index]);
  } catch (error) {
    if (error instanceof StepFailure && error.failure.code === "odoo.unknown_model") return null;
    throw error;
  }
}

/** Older servers ask by another name. */
export async function mayDo(client: OdooClient, { model, right }: { model: string; right: Right }, options: Options): Promise<boolean> {
  const ask = (method: string, args: Record<string, Json>) => client.call({ model, method, args }, options);
  const isOlder = client.target.protocol === "json-rpc";
  const answer = isOlder ? await ask("check_access_rights", { operation: right, raise_exception: false }) : await ask("has_access", { operation: right });
  return answer === true;
}
