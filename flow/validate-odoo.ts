/** Problems of what is sent to Odoo, by the fields that the model really has for the connection's login. Without that knowledge, none. */
import type { Json, Step } from "./document.ts";
import { isExpression } from "./marks.ts";
import { nearest } from "./expression/findings.ts";
import type { FlowShapes } from "./flow-shapes.ts";
import type { OdooFieldFact } from "./odoo-shape.ts";
import { nameOf } from "./problem.ts";
import type { Found, Knowledge } from "./problem.ts";
import type { Shape } from "./shape.ts";
import { alternatives, certain, isText, shapeWords } from "./shape.ts";

const WATCHING = "trigger.odoo";

export function odooProblems(step: Step, shapes: FlowShapes, knowledge: Knowledge): Found[] {
  const { connection, model, values, fields } = step.config;
  if (!(step.type.startsWith("odoo.") || step.type === WATCHING) || typeof connection !== "string" || typeof model !== "string") return [];
  const facts = knowledge.odoo?.find((each) => each.connection === connection && each.model === model)?.fields;
  if (!facts || facts.length === 0) return [];
  const q = { step, model, facts };
  if (step.type === WATCHING) return [...unknownIn(q, "fields"), ...unknownIn(q, "read"), ...unseen(q)];
  if (Array.isArray(fields)) return unknownIn(q, "fields");
  if (typeof values !== "object" || values === null || Array.isArray(values) || isExpression(values)) return [];
  const seen = shapes.seen(step.id);
  // of a list, the values are those of one of its items
  const item = step.config.items === undefined ? undefined : (shapes.sight(step.id).item ?? undefined);
  const wrong = Object.entries(values).flatMap(([name, value]): Found[] => {
    const fact = facts.find((each) => each.name === name);
    const field = `values.${name}`;
    if (!fact) return unknownField({ ...q, name, field, rename: values });
    const words = isExpression(value) ? unfit(fact, seen.of(value.$, item)) : unfitLiteral(fact, value);
    if (!words) return [];
    return [
      {
        severity: words.severity ?? "error",
        code: words.code ?? "odoo.value",
        step: step.id,
        field,
        message: `${fact.label} of ${model} ${words.what}`,
        fix: words.fix,
      },
    ];
  });
  return [...wrong, ...(step.type === "odoo.create" ? missing({ ...q, values }) : [])];
}

type Asking = { step: Step; model: string; facts: readonly OdooFieldFact[] };

function unknownIn(q: Asking, key: "fields" | "read"): Found[] {
  const names = q.step.config[key];
  if (!Array.isArray(names)) return [];
  return names.flatMap((name, index) => (typeof name === "string" ? unknownField({ ...q, name, field: `${key}.${index}`, rename: names }) : []));
}

/** Odoo gives a record no new time when one of its lines changes: nobody who looks at the record sees it. */
function unseen({ step, model, facts }: Asking): Found[] {
  const { fields } = step.config;
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((name, index): Found[] => {
    const fact = facts.find((each) => each.name === name);
    if (fact?.type !== "one2many") return [];
    return [
      {
        severity: "warning",
        code: "odoo.watched_lines",
        step: step.id,
        field: `fields.${index}`,
        message: `${fact.label} of ${model} are records of their own: a change of one of them is not a change of ${model}.`,
        fix: `Watch ${fact.relation ?? "their model"} instead, and bring along the field that leads back.`,
      },
    ];
  });
}

function unknownField(q: Asking & { name: string; field: string; rename: Json[] | { [name: string]: Json } }): Found[] {
  if (q.name === "id" || q.name === "" || q.facts.some((each) => each.name === q.name)) return [];
  const near = nearest(
    q.name,
    q.facts.map((each) => each.name),
  );
  const [root = ""] = q.field.split(".");
  const { rename } = q;
  const value =
    near === null
      ? null
      : Array.isArray(rename)
        ? rename.map((each) => (each === q.name ? near : each))
        : Object.fromEntries(Object.entries(rename).map(([name, inner]) => [name === q.name ? near : name, inner]));
  // a field that is filled in already must not be lost
  const isTaken = near !== null && (Array.isArray(rename) ? rename.includes(near) : near in rename);
  return [
    {
      severity: "error",
      code: "odoo.unknown_field",
      step: q.step.id,
      field: q.field,
      message: `${q.model} has no field ${q.name} for this connection.`,
      fix: near === null ? "Choose one of its fields, or let an administrator of Odoo add it." : `Use ${near} instead.`,
      ...(value === null || isTaken ? {} : { repair: { field: root, was: rename, value } }),
    },
  ];
}

/** What Odoo fills in by itself, required or not. */
const FILLED = new Set(["boolean", "integer", "float", "monetary", "selection", "one2many", "many2many", "date", "datetime"]);
const FILLED_NAMES = new Set(["company_id", "currency_id", "user_id", "create_uid", "write_uid", "display_name", "active", "alias_id", "resource_id"]);

function missing({ step, model, facts, values }: Asking & { values: { [name: string]: Json } }): Found[] {
  const names = facts.filter(
    (each) => each.required && !each.readonly && !each.filled && !FILLED.has(each.type) && !FILLED_NAMES.has(each.name) && !(each.name in values),
  );
  return names.map((each) => ({
    severity: "warning",
    code: "odoo.required",
    step: step.id,
    field: "values",
    message: `${model} needs ${each.label} (${each.name}), and ${nameOf(step)} gives none.`,
    fix: "Add the field, unless Odoo fills it in by itself.",
  }));
}

type Unfit = { what: string; fix: string; severity?: "warning"; code?: string };

/** What the value would be refused for, for sure (server/odoo/values.ts judges the values themselves). */
function unfit(fact: OdooFieldFact, shape: Shape): Unfit | null {
  const there = alternatives(certain(shape)).filter((each) => each.kind !== "null");
  if (there.length === 0 || there.some((each) => each.kind === "unknown")) return null;
  const all = (test: (each: Shape) => boolean) => there.every(test);
  const given = shapeWords(shape);
  const isList = (each: Shape) => each.kind === "array" || each.kind === "object";
  switch (fact.type) {
    case "many2one":
      // an object may be a record that is looked up, and digits in a text are an id, too
      if (all((each) => isText(each)))
        return {
          severity: "warning",
          what: `points to a record and gets ${given}.`,
          fix: "Give the id of a record: a step that reads or writes it has it as id.",
        };
      return all((each) => each.kind === "boolean") ? { what: `points to a record and gets ${given}.`, fix: "Give the id of a record." } : null;
    case "date":
    case "datetime":
      return all((each) => !isText(each) && each.kind !== "boolean")
        ? {
            what: `is a ${fact.type === "date" ? "date" : "time"} and gets ${given}.`,
            fix: `Give text such as ${fact.type === "date" ? "2026-12-31" : "2026-12-31T17:00:00Z"}.`,
          }
        : null;
    case "char":
    case "text":
    case "html":
      return all(isList) ? { what: `is text and gets ${given}.`, fix: "Give one of its fields, or join its items with $join(…)." } : null;
    case "integer":
    case "float":
    case "monetary":
      return all((each) => isList(each) || each.kind === "date" || each.kind === "datetime")
        ? { what: `is a number and gets ${given}.`, fix: "Give a number." }
        : null;
    case "boolean":
      return all(isList) ? { what: `is yes or no and gets ${given}.`, fix: "Give true or false." } : null;
    case "one2many":
      return all((each) => !isList(each) && each.kind !== "boolean") ? { what: `is a list of lines and gets ${given}.`, fix: "Give a list." } : null;
    case "selection": {
      const values = there.flatMap((each) => (each.kind === "string" && each.values ? [...each.values] : []));
      if (!all((each) => each.kind === "string" && each.values !== undefined)) return null;
      const strange = values.filter((value) => value !== "" && !isChoice(fact, value));
      return strange.length === 0 ? null : choices(fact, strange[0] ?? "");
    }
    default:
      return null;
  }
}

function unfitLiteral(fact: OdooFieldFact, value: Json): Unfit | null {
  if (value === null || value === false || value === "" || typeof value === "object") return null;
  const given = typeof value === "string" ? `the text '${value.slice(0, 40)}'` : String(value);
  switch (fact.type) {
    case "selection":
      return isChoice(fact, String(value)) ? null : choices(fact, String(value));
    case "many2one":
      return /^\d+$/.test(String(value)) ? null : { what: `points to a record and gets ${given}.`, fix: "Give the id of a record." };
    case "integer":
    case "float":
    case "monetary":
      return typeof value === "string" && Number.isNaN(Number(value.replace(",", ".")))
        ? { what: `is a number and gets ${given}.`, fix: "Give a number." }
        : null;
    case "date":
    case "datetime":
      return typeof value === "string"
        ? null
        : { what: `is a ${fact.type === "date" ? "date" : "time"} and gets ${given}.`, fix: "Give text such as 2026-12-31." };
    case "one2many":
      return { what: `is a list of lines and gets ${given}.`, fix: "Give a list." };
    default:
      return null;
  }
}

/** By its key or, as people see it, by its label. */
function isChoice({ selection }: OdooFieldFact, value: string): boolean {
  return !selection || selection.some(([key, label]) => key === value || label.toLowerCase() === value.toLowerCase());
}

function choices({ selection }: OdooFieldFact, value: string): Unfit {
  const keys = (selection ?? []).map(([key]) => key);
  const near = nearest(value, keys);
  return {
    code: "odoo.selection",
    what: `cannot be '${value}'.`,
    fix: near === null ? `Choose one of ${keys.slice(0, 10).join(", ")}.` : `Use ${near} instead.`,
  };
}
