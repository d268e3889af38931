/** A payload as tables: its single values in one, each list of objects in one of its own. */
import type { Json } from "#flow/document.ts";
import { memberPath } from "#flow/expression/path.ts";
import { cellText } from "./tree-rows.ts";

export type Cell = { path: string; text: string };
export type DataTable = {
  path: string;
  /** for a list: the names of its columns, each with the path that gives all its values; null: names and values */
  columns: { name: string; path: string }[] | null;
  rows: { name: string; path: string; cells: Cell[] }[];
  /** rows that there are in all */
  total: number;
};

const MOST_ROWS = 100;
const MOST_COLUMNS = 16;
const DEEPEST = 6;

export function dataTables(value: Json, path: string, query: string): DataTable[] {
  const found: DataTable[] = [];
  const fields: DataTable["rows"] = [];
  const lists: { path: string; items: Json[] }[] = [];
  collect({ value, path, name: "", depth: 0 }, fields, lists);
  const wanted = query.trim().toLowerCase();
  const fits = (row: DataTable["rows"][number]) =>
    wanted === "" || row.name.toLowerCase().includes(wanted) || row.cells.some((cell) => cell.text.toLowerCase().includes(wanted));
  const shown = fields.filter(fits);
  if (shown.length > 0) found.push({ path, columns: null, rows: shown.slice(0, MOST_ROWS), total: shown.length });
  for (const list of lists) {
    const table = listTable(list);
    const rows = table.rows.filter((row) => fits(row) || list.path.toLowerCase().includes(wanted));
    if (rows.length > 0) found.push({ ...table, rows: rows.slice(0, MOST_ROWS), total: rows.length });
  }
  return found;
}

function collect(q: { value: Json; path: string; name: string; depth: number }, fields: DataTable["rows"], lists: { path: string; items: Json[] }[]): void {
  const { value, path, depth } = q;
  if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) {
    lists.push({ path, items: value });
    return;
  }
  if (isRecord(value) && depth < DEEPEST && Object.keys(value).length > 0) {
    for (const [name, inner] of Object.entries(value))
      collect({ value: inner, path: memberPath(path, name), name: q.name === "" ? name : `${q.name}.${name}`, depth: depth + 1 }, fields, lists);
    return;
  }
  fields.push({ name: q.name === "" ? path : q.name, path, cells: [{ path, text: cellText(value) }] });
}

function listTable({ path, items }: { path: string; items: Json[] }): DataTable {
  const names = [...new Set(items.slice(0, MOST_ROWS).flatMap((item) => (isRecord(item) ? Object.keys(item) : [])))].slice(0, MOST_COLUMNS);
  return {
    path,
    columns: names.map((name) => ({ name, path: memberPath(path, name) })),
    rows: items.map((item, at) => {
      const row = memberPath(path, at);
      const cells = names.map((name) => ({ path: memberPath(row, name), text: cellText(isRecord(item) ? item[name] : undefined) }));
      return { name: String(at + 1), path: row, cells };
    }),
    total: items.length,
  };
}

function isRecord(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
