/** What may be called on a model, with its arguments by name as JSON-2 has them. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { sqlFile } from "#server/db/sql.ts";
import { createRules, findActions, findFields, findModels, removeRules } from "./automation.ts";
import { accessError, missing, notFound, privateMethod, unprocessable, userError, valueError } from "./errors.ts";
import { load } from "./load.ts";
import { fieldOf, LISTED, MAGIC, MODELS } from "./models.ts";
import { readRecords, search } from "./read.ts";
import { beginMessages, findReports, readReports } from "./reports.ts";
import { nameOf, UID } from "./world.ts";
import type { World } from "./world.ts";

const EXTERNAL_ID = sqlFile(import.meta.url, "external-id");
const EXTERNAL_IDS = sqlFile(import.meta.url, "external-ids");

const Body = z.looseObject({ ids: z.union([z.array(Json), z.number()]).optional(), context: z.record(z.string(), Json).optional() });
type Call = { world: World; model: string; args: Record<string, Json>; ids: number[] | null; context: Record<string, Json> };
type Method = { /** of records: takes ids */ records?: true; needs?: string[]; run: (call: Call) => Promise<Json> };

/** What may be asked of every model. */
const RIGHTS = new Set(["has_access", "check_access_rights"]);
const PRIVATE = new Set(["sudo", "exists", "check_access", "browse", "with_context"]);

export async function callMethod(q: { world: World; model: string; method: string; body: unknown }): Promise<Json> {
  const { world, model, method } = q;
  if (MODELS[model] === undefined && SPECIAL[model] === undefined) throw notFound(`the model '${model}' does not exist`);
  if (method.startsWith("_") || PRIVATE.has(method)) throw privateMethod(`${model}.${method}`);
  const own = MODELS[model] === undefined && !RIGHTS.has(method) ? undefined : (METHODS[method] ?? ACTIONS[`${model}.${method}`]);
  const found = SPECIAL[model]?.[method] ?? own;
  if (!found) throw notFound(`The method '${model}.${method}' does not exist`);
  const { ids, context = {}, ...args } = Body.parse(q.body);
  if (ids !== undefined && !found.records) throw unprocessable(`cannot call ${model}.${method} with ids`);
  for (const name of found.needs ?? []) if (args[name] === undefined) throw unprocessable(`missing a required argument: '${name}'`);
  refuseContext(context);
  const list = ids === undefined ? null : (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === "number");
  return found.run({ world, model, args: z.record(z.string(), Json).parse(args), ids: list, context });
}

const LANGUAGES = ["en_US", "de_DE", "sv_SE"];

function refuseContext({ lang, allowed_company_ids: companies }: Record<string, Json>): void {
  if (typeof lang === "string" && !LANGUAGES.includes(lang)) throw userError(`Invalid language code: ${lang}`);
  if (Array.isArray(companies) && companies.some((id) => id !== 1)) throw accessError("Access to unauthorized or invalid companies.");
}

const Domain = z.array(Json).catch([]);
const Names = z.array(z.string());
const optional = (value: Json | undefined): number | undefined => (typeof value === "number" && value > 0 ? value : undefined);

function found(call: Call) {
  const { world, model, args, context } = call;
  const limit = optional(args.limit);
  const offset = optional(args.offset);
  return search({
    world,
    model,
    domain: Domain.parse(args.domain ?? []),
    activeTest: context.active_test !== false,
    ...(typeof args.order === "string" ? { order: args.order } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  });
}

const METHODS: Record<string, Method> = {
  search: { needs: ["domain"], run: async (call) => (await found(call)).map((record) => record.id) },
  search_count: { needs: ["domain"], run: async (call) => (await found(call)).length },
  search_read: {
    run: async (call) =>
      readRecords({
        ...call,
        records: await found(call),
        fields: call.args.fields === undefined ? null : Names.parse(call.args.fields),
        raw: call.args.load === "",
      }),
  },
  read: {
    records: true,
    run: async (call) =>
      readRecords({
        ...call,
        records: await call.world.records(call.model, call.ids ?? []),
        fields: call.args.fields === undefined ? null : Names.parse(call.args.fields),
        raw: call.args.load === "",
      }),
  },
  create: {
    needs: ["vals_list"],
    run: async ({ world, model, args }) => {
      const list = z.array(z.record(z.string(), Json)).parse(Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list]);
      const ids: number[] = [];
      for (const values of list) ids.push(await world.create(model, values));
      return ids;
    },
  },
  write: {
    records: true,
    needs: ["vals"],
    run: async ({ world, model, args, ids }) => {
      await world.write(model, ids ?? [], z.record(z.string(), Json).parse(args.vals));
      return true;
    },
  },
  unlink: {
    records: true,
    run: async ({ world, model, ids }) => {
      await world.unlink(model, ids ?? []);
      return true;
    },
  },
  load: {
    needs: ["fields", "data"],
    run: async ({ world, model, args, context }) => {
      const { messages, ...rest } = await load({ world, model, fields: Names.parse(args.fields), data: z.array(z.array(Json)).parse(args.data), context });
      return { ...rest, messages: messages.map((message) => Object.fromEntries(Object.entries(message))) };
    },
  },
  fields_get: {
    run: async ({ model, args }) => {
      const wanted = args.allfields === undefined || args.allfields === false ? null : Names.parse(args.allfields);
      const attributes = args.attributes === undefined || args.attributes === false ? null : Names.parse(args.attributes);
      const specs = { ...MAGIC, ...MODELS[model]?.fields };
      return Object.fromEntries(
        Object.entries(specs).flatMap(([name, spec]): [string, Json][] => {
          if (wanted && !wanted.includes(name)) return [];
          const all: Record<string, Json> = {
            name,
            type: spec.type,
            string: spec.label,
            required: spec.required ?? false,
            readonly: spec.readonly ?? false,
            store: spec.type !== "one2many" && name !== "display_name",
            searchable: true,
            sortable: true,
            company_dependent: false,
            ...(spec.relation === undefined ? {} : { relation: spec.relation, domain: [], context: {} }),
            ...(spec.inverse === undefined ? {} : { relation_field: spec.inverse }),
            ...(spec.selection === undefined ? {} : { selection: spec.selection }),
            ...(spec.currency === undefined ? {} : { currency_field: spec.currency }),
            ...(spec.type === "float" && name !== "rounding" ? { digits: spec.digits ?? [16, 2] } : {}),
          };
          return [[name, attributes === null ? all : Object.fromEntries(Object.entries(all).filter(([key]) => attributes.includes(key)))]];
        }),
      );
    },
  },
  name_search: {
    run: async (call) => {
      const { world, model, args } = call;
      const name = typeof args.name === "string" ? args.name : "";
      const operator = typeof args.operator === "string" ? args.operator : "ilike";
      const field = MODELS[model]?.name ?? "name";
      const domain: Json[] = [...Domain.parse(args.domain ?? []), ...(name === "" ? [] : [[field, operator, name]])];
      const records = await search({ world, model, domain, limit: optional(args.limit) ?? 100, activeTest: call.context.active_test !== false });
      return records.map((record) => [record.id, nameOf(model, record)]);
    },
  },
  default_get: {
    needs: ["fields"],
    run: async ({ model, args }) =>
      Object.fromEntries(
        Names.parse(args.fields).flatMap((name) => (fieldOf(model, name)?.value === undefined ? [] : [[name, fieldOf(model, name)?.value ?? null]])),
      ),
  },
  check_access_rights: { needs: ["operation"], run: async () => true },
  has_access: { records: true, needs: ["operation"], run: async () => true },
  get_external_id: {
    records: true,
    run: async ({ world, model, ids }) => {
      const { rows } = await world.transaction.query<{ res_id: number; module: string; name: string }>(EXTERNAL_IDS, [model, ids ?? []]);
      return Object.fromEntries(
        (ids ?? []).map((id) => [String(id), rows.filter((row) => row.res_id === id).map((row) => `${row.module}.${row.name}`)[0] ?? ""]),
      );
    },
  },
  action_archive: { records: true, run: async ({ world, model, ids }) => world.write(model, ids ?? [], { active: false }).then(() => null) },
  action_unarchive: { records: true, run: async ({ world, model, ids }) => world.write(model, ids ?? [], { active: true }).then(() => null) },
  message_post: {
    records: true,
    run: async ({ world, model, ids, args }) => {
      const [id = 0] = ids ?? [];
      if ((await world.records(model, [id])).length === 0) throw missing(model, id, UID);
      const text = typeof args.body === "string" ? args.body : "";
      const subtypes: Record<string, number> = { "mail.mt_comment": 1, "mail.mt_note": 2 };
      const message = {
        // text from outside is no markup unless it is said to be
        body: args.body_is_html === true ? text : `<p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</p>`,
        subject: args.subject ?? false,
        message_type: args.message_type ?? "notification",
        message_id: args.message_id ?? false,
        subtype_id: subtypes[String(args.subtype_xmlid)] ?? 2,
        partner_ids: args.partner_ids ?? [],
        model,
        res_id: id,
      };
      return [await world.create("mail.message", message)];
    },
  },
};

/** Buttons: they look at the state first, as the real ones do. */
const ACTIONS: Record<string, Method> = {
  "sale.order.action_confirm": {
    records: true,
    run: async ({ world, model, ids }) => {
      const orders = await world.records(model, ids ?? []);
      if (orders.some((order) => order.fields.state !== "draft" && order.fields.state !== "sent"))
        throw userError("Some orders are not in a state requiring confirmation.");
      await world.write(model, ids ?? [], { state: "sale" });
      return true;
    },
  },
  "crm.lead.action_set_won": {
    records: true,
    run: async ({ world, model, ids }) => {
      const won = (await world.records("crm.stage")).find((stage) => stage.fields.is_won === true);
      await world.write(model, ids ?? [], { stage_id: won?.id ?? false, probability: 100 });
      return true;
    },
  },
  "res.users.context_get": { run: async () => ({ lang: "en_US", tz: "Europe/Oslo", uid: UID }) },
};

/** Models that describe other models. */
const SPECIAL: Record<string, Record<string, Method>> = {
  "ir.model": {
    search_read: { run: async ({ args }) => findModels(Domain.parse(args.domain ?? [])) },
    get_available_models: {
      run: async () =>
        LISTED.map((model) => ({ model, display_name: MODELS[model]?.label ?? model })).sort((a, b) => a.display_name.localeCompare(b.display_name, "en")),
    },
    display_name_for: {
      needs: ["models"],
      run: async ({ args }) => Names.parse(args.models).flatMap((model) => (MODELS[model] ? [{ display_name: MODELS[model].label, model }] : [])),
    },
  },
  "res.users.apikeys": { search_read: { run: async () => [{ id: 1, name: "Throughline", scope: "rpc", expiration_date: false }] } },
  "ir.model.fields": { search_read: { run: async ({ args }) => findFields(Domain.parse(args.domain ?? [])) } },
  "ir.actions.server": { search_read: { run: async ({ world, args }) => findActions(world, Domain.parse(args.domain ?? [])) } },
  "ir.actions.report": {
    search: { run: async ({ args }) => findReports(Domain.parse(args.domain ?? [])) },
    read: { records: true, run: async ({ ids }) => readReports(ids ?? []) },
  },
  "mail.compose.message": {
    create: { needs: ["vals_list"], run: async ({ world, args }) => beginMessages(world, z.array(Json).parse(args.vals_list)) },
  },
  "base.automation": {
    create: { needs: ["vals_list"], run: async ({ world, args }) => createRules(world, args.vals_list ?? []) },
    unlink: { records: true, run: async ({ world, ids }) => removeRules(world, ids ?? []) },
  },
  "ir.model.data": {
    check_object_reference: {
      needs: ["module", "xml_id"],
      run: async ({ world, args, context }) => {
        const { rows } = await world.transaction.query<{ model: string; res_id: number }>(EXTERNAL_ID, [args.module, args.xml_id]);
        const [row] = rows;
        if (!row) throw valueError(`External ID not found in the system: ${String(args.module)}.${String(args.xml_id)}`);
        const [record] = await world.records(row.model, [row.res_id]);
        // an archived record is hidden unless it is asked for
        if (record?.fields.active === false && context.active_test !== false) return [row.model, false];
        return [row.model, row.res_id];
      },
    },
  },
};
