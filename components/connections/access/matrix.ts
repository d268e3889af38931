/** The matrix of what a connection may do: rows as the connection keeps them, beside what flows need. Pure. */
import type { Json } from "#flow/document.ts";
import type { OdooNeed } from "#server/app.ts";

export const OPERATIONS = [
  { value: "read", label: "Read", does: "Read" },
  { value: "create", label: "Create", does: "Create" },
  { value: "update", label: "Update", does: "Update" },
  { value: "archive", label: "Archive", does: "Archive" },
  { value: "delete", label: "Delete", does: "Delete" },
  { value: "message", label: "Message", does: "Post messages and activities on" },
  { value: "attach", label: "Attach", does: "Attach files to" },
] as const;
const COLUMNS = new Set<string>(OPERATIONS.map((each) => each.value));
const ANY_METHOD = "call";

/** `methods`: by name, or all of them. `fields` null: all. */
export type Row = { model: string; operations: string[]; methods: string[]; anyMethod: boolean; fields: string[] | null };
type Entry = { model: string; operations: string[]; fields?: string[] };

/** Names of Odoo's own that were stored before there was a matrix. */
const ALIASES: Record<string, string[]> = { write: ["update", "archive"], unlink: ["delete"] };

/** Null: everything that the login may do. */
export function rowsOf(allow: Json | undefined): Row[] | null {
  if (!Array.isArray(allow)) return null;
  const rows = allow.flatMap((each): Row[] => {
    if (typeof each !== "object" || each === null || Array.isArray(each) || typeof each.model !== "string") return [];
    const operations = textsIn(each.operations).flatMap((operation) => ALIASES[operation] ?? [operation]);
    return [
      {
        model: each.model,
        operations: operations.filter((operation) => COLUMNS.has(operation)),
        methods: operations.filter((operation) => !COLUMNS.has(operation) && operation !== ANY_METHOD),
        anyMethod: operations.includes(ANY_METHOD),
        fields: each.fields === undefined ? null : textsIn(each.fields),
      },
    ];
  });
  return sorted(rows.reduce<Row[]>((all, row) => added(all, row), []));
}

export function toAllow(rows: Row[]): Entry[] {
  return rows.map(({ model, operations, methods, anyMethod, fields }) => ({
    model,
    operations: [...OPERATIONS.map((each) => each.value).filter((value) => operations.includes(value)), ...(anyMethod ? [ANY_METHOD] : methods)],
    ...(fields === null ? {} : { fields }),
  }));
}

/** What flows need and nothing else is lost: rows that are there already grow. */
export function withNeeds(rows: Row[], needs: OdooNeed[]): Row[] {
  return sorted(needs.reduce((all, need) => added(all, rowOf(need)), rows));
}

function rowOf(need: OdooNeed): Row {
  return {
    model: need.model,
    operations: need.operations.filter((operation) => COLUMNS.has(operation)),
    methods: need.operations.filter((operation) => !COLUMNS.has(operation)),
    anyMethod: false,
    fields: need.fields,
  };
}

/** What a need asks for that a row does not allow, in words. Nothing: it is covered. */
export function lacking(row: Row | undefined, need: OdooNeed): string[] {
  if (row === undefined) return ["the model"];
  const wanted = rowOf(need);
  const isSome = row.operations.length > 0 || row.methods.length > 0 || row.anyMethod;
  // what may be written may be looked at
  const operations = wanted.operations.filter((operation) => !row.operations.includes(operation) && !(operation === "read" && isSome));
  const methods = row.anyMethod ? [] : wanted.methods.filter((method) => !row.methods.includes(method));
  const own = row.fields;
  const fields = own === null ? [] : wanted.fields === null ? ["all fields"] : wanted.fields.filter((field) => !own.includes(field) && !EVERYWHERE.has(field));
  return [...operations, ...methods, ...fields];
}

const EVERYWHERE = new Set(["id", "display_name", "create_date", "create_uid", "write_date", "write_uid", "active"]);

export function toggled(row: Row, operation: string): Row {
  const has = row.operations.includes(operation);
  return { ...row, operations: has ? row.operations.filter((each) => each !== operation) : [...row.operations, operation] };
}

function added(rows: Row[], more: Row): Row[] {
  const there = rows.find((row) => row.model === more.model);
  if (there === undefined) return [...rows, more];
  const merged: Row = {
    model: there.model,
    operations: union(there.operations, more.operations),
    methods: union(there.methods, more.methods),
    anyMethod: there.anyMethod || more.anyMethod,
    fields: there.fields === null || more.fields === null ? null : union(there.fields, more.fields).sort(),
  };
  return rows.map((row) => (row === there ? merged : row));
}

const union = (a: string[], b: string[]) => [...new Set([...a, ...b])];
const sorted = (rows: Row[]) => [...rows].sort((a, b) => a.model.localeCompare(b.model, "en"));
const textsIn = (list: Json | undefined): string[] => (Array.isArray(list) ? list.filter((each) => typeof each === "string") : []);

/** A list as a person types it: names apart by commas, spaces or lines. */
export function namesFrom(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ""))];
}
