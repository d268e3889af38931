/** Odoo by plain calls, as anybody would make them: what the flows did is looked at without the product's own adapter. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Json } from "#flow/document.ts";

export type OdooAccess = { url: string; database: string; login: string; apiKey: string };
type Values = Record<string, Json>;

const Records = z.array(z.record(z.string(), Json));
const Ids = z.array(z.number());

export function odooWorld(access: OdooAccess) {
  const call = async (model: string, method: string, body: Values): Promise<Json> => {
    const answer = await fetch(`${access.url}/json/2/${model}/${method}`, {
      method: "POST",
      headers: { authorization: `bearer ${access.apiKey}`, "x-odoo-database": access.database, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${model}.${method} answered ${answer.status}: ${text.slice(0, 400)}`);
    return text === "" ? null : Json.parse(JSON.parse(text));
  };
  const create = async (model: string, values: Values): Promise<number> => {
    const [id] = Ids.parse(await call(model, "create", { vals_list: [values] }));
    if (id === undefined) throw new Error(`Odoo made no ${model}.`);
    return id;
  };
  /** the oldest first, archived ones too; relations as their ids */
  const find = async (model: string, domain: Json[], fields: string[]): Promise<Values[]> =>
    Records.parse(await call(model, "search_read", { domain, fields, order: "id", load: "", context: { active_test: false } }));
  const one = async (model: string, domain: Json[], fields: string[]): Promise<Values> => {
    const [record, another] = await find(model, domain, fields);
    if (record === undefined || another !== undefined) throw new Error(`${another ? "More than one" : "No"} ${model} fits ${JSON.stringify(domain)}.`);
    return record;
  };
  const write = (model: string, ids: number[], vals: Values) => call(model, "write", { ids, vals });

  /** The consulting service that orders are made of: it makes a project and a task, and is invoiced by the hours. */
  const consulting = async (): Promise<number> => {
    const [known] = await find("product.product", [["default_code", "=", "CONS"]], ["active"]);
    if (known === undefined) {
      const more = { service_tracking: "task_in_project", service_policy: "delivered_timesheet" };
      return create("product.product", { name: "Consultant, day", default_code: "CONS", type: "service", list_price: 1180, ...more });
    }
    if (known.active === false) await write("product.product", [Number(known.id)], { active: true });
    return Number(known.id);
  };

  return { call, create, find, one, write, consulting, mark: () => randomUUID().slice(0, 8) };
}
