/** What may be called on a model, as Odoo 19 documents it for programmers: signatures, parameters and texts are those of the real one. */
import type { Json } from "#flow/document.ts";

type Parameter = { default?: Json; annotation?: string; doc?: string; kind?: "KEYWORD_ONLY" | "VAR_KEYWORD" };
type Documented = { parameters?: Record<string, Parameter>; api?: ["model"]; returns?: string; doc?: string; model?: string; module?: string };

const p = (text: string) => `<p>${text}</p>`;
const DOMAIN: Parameter = { annotation: "DomainType", doc: p("A search domain. Use an empty list to match all records.") };
const OFFSET: Parameter = { annotation: "int", default: 0, doc: p("number of results to ignore (default: none)") };
const LIMIT: Parameter = { annotation: "int | None", default: null, doc: p("maximum number of records to return (default: all)") };
const ORDER: Parameter = { annotation: "str | None", default: null, doc: p("sort string") };
const keyword = (value: Json, doc?: string): Parameter => ({ kind: "KEYWORD_ONLY", default: value, ...(doc === undefined ? {} : { doc: p(doc) }) });

/** Of every model. */
const COMMON: Record<string, Documented> = {
  search: {
    api: ["model"],
    parameters: { domain: DOMAIN, offset: OFFSET, limit: LIMIT, order: ORDER },
    returns: "list[int]",
    doc: p("Search for the records that satisfy the given <tt>domain</tt>."),
  },
  search_count: {
    api: ["model"],
    parameters: { domain: DOMAIN, limit: LIMIT },
    returns: "int",
    doc: p("Return the number of records in the current model matching the provided domain."),
  },
  search_read: {
    api: ["model"],
    parameters: {
      domain: { ...DOMAIN, default: null },
      fields: { annotation: "Sequence[str] | None", default: null },
      offset: OFFSET,
      limit: LIMIT,
      order: ORDER,
      read_kwargs: { kind: "VAR_KEYWORD" },
    },
    returns: "list[ValuesType]",
    doc: p("Perform a <tt>search_fetch</tt> followed by a <tt>_read_format</tt>."),
  },
  read: {
    parameters: { fields: { annotation: "Sequence[str] | None", default: null }, load: { annotation: "str", default: "_classic_read" } },
    returns: "list[ValuesType]",
    doc: p("Read the requested fields for the records in <tt>self</tt>, and return their values as a list of dicts."),
  },
  create: { api: ["model"], parameters: { vals_list: { annotation: "list[ValuesType]" } }, returns: "list[int]", doc: p("Create new records for the model.") },
  write: {
    parameters: { vals: { annotation: "ValuesType", doc: p("fields to update and the value to set on them") } },
    returns: "typing.Literal[True]",
    doc: p("Update all records in <tt>self</tt> with the provided values."),
  },
  unlink: { returns: "typing.Literal[True]", doc: p("Delete the records in <tt>self</tt>.") },
  load: { api: ["model"], parameters: { fields: { annotation: "list(str)" }, data: {} }, doc: p("Attempts to load the data matrix.") },
  fields_get: {
    api: ["model"],
    parameters: {
      allfields: { annotation: "Collection[str] | None", default: null },
      attributes: { annotation: "Collection[str] | None", default: null },
    },
    returns: "dict[str, ValuesType]",
    doc: p("Return the definition of each field."),
  },
  name_search: {
    api: ["model"],
    parameters: {
      name: { annotation: "str", default: "" },
      domain: { annotation: "DomainType | None", default: null },
      operator: { annotation: "str", default: "ilike" },
      limit: { annotation: "int", default: 100 },
    },
    returns: "list[tuple[int, str]]",
    doc: p("Search for records that have a display name matching the given <tt>name</tt> pattern."),
  },
  default_get: {
    api: ["model"],
    parameters: { fields: { annotation: "Sequence[str]" } },
    returns: "ValuesType",
    doc: p("Return default values for the fields."),
  },
  has_access: { parameters: { operation: { annotation: "str" } }, returns: "bool", doc: p("Return whether the current user may perform the operation.") },
  get_external_id: { returns: "dict[IdType, str]", doc: p("Retrieve the External ID of any database record, if there is one.") },
  action_archive: { doc: p("Set <tt>active</tt> to False on a recordset for active records.") },
  action_unarchive: { doc: p("Set <tt>active</tt> to True on a recordset for inactive records.") },
  message_post: {
    model: "mail.thread",
    module: "mail",
    parameters: {
      body: keyword("", "body of the message, str content will be escaped, Markup for html body"),
      subject: keyword(null, "subject of the message"),
      message_type: keyword("notification"),
      subtype_xmlid: keyword(null, "optional xml id of a mail.message.subtype to fetch, will force value of subtype_id"),
      partner_ids: keyword(null, "partner_ids to notify in addition to partners computed based on subtype / followers matching"),
      body_is_html: keyword(false),
      kwargs: { kind: "VAR_KEYWORD" },
    },
    doc: p("Post a new message in an existing thread, returning the new mail.message."),
  },
};

const OWN: Record<string, Record<string, Documented>> = {
  "sale.order": {
    action_confirm: {
      module: "sale",
      returns: "bool",
      doc: `${p("Confirm the given quotation(s) and set their confirmation date.")}${p("If the corresponding setting is enabled, also locks the Sale Order.")}`,
    },
  },
  "crm.lead": { action_set_won: { module: "crm", doc: p("Won semantic: stage.is_won (AND probability = 100 but implied)") } },
  "res.users": { context_get: { module: "base", api: ["model"] } },
};

export function documentOf(model: string, label: string): Json {
  const common = Object.entries(COMMON).map(([name, method]): [string, Json] => [name, written(method, "core")]);
  const own = Object.entries(OWN[model] ?? {}).map(([name, method]): [string, Json] => [name, written(method, model)]);
  return { model, name: label, doc: null, fields: {}, methods: Object.fromEntries([...common, ...own]) };
}

function written({ parameters = {}, api, returns, doc, model, module = "core" }: Documented, declaredBy: string): Json {
  const named = Object.entries(parameters).filter(([, { kind }]) => kind !== "VAR_KEYWORD");
  const shown = named.map(([name, each]) => (each.default === undefined ? name : `${name}=${JSON.stringify(each.default)}`));
  return {
    signature: `(${shown.join(", ")})${returns === undefined ? "" : ` -> ${returns}`}`,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, each]): [string, Json] => [name, { ...each }])),
    ...(api === undefined ? {} : { api }),
    ...(returns === undefined ? {} : { return: { annotation: returns } }),
    ...(doc === undefined ? {} : { doc }),
    model: model ?? declaredBy,
    module,
  };
}
