/** A payload as the rows of a tree: one list, so that the keyboard walks it and only what is open is drawn. */
import type { Json } from "#flow/document.ts";
import { memberPath } from "#flow/expression/path.ts";
import type { Shape } from "#flow/shape.ts";
import { isPromised, PROMISED } from "#flow/promised.ts";
import { alternatives, shapeWords, unknownShape } from "#flow/shape.ts";

export type TreeRow = {
  path: string;
  name: string;
  depth: number;
  kind: string;
  /** what stands beside the name: a value, a count, or the declared type */
  text: string;
  /** no value is at hand: `text` is its type */
  isDeclared: boolean;
  isBranch: boolean;
  isOpen: boolean;
  /** an item of a list, at its place from 0: one at a time is shown, and stepped through */
  item: { list: string; at: number; of: number } | null;
};

export type TreeState = {
  /** paths that are not as they begin: those near the top open, all others folded */
  toggled: ReadonlySet<string>;
  /** place of the item that is shown, by the path of its list */
  steps: ReadonlyMap<string, number>;
  query: string;
};

/** rows that a search brings, and fields of one object that are listed */
const MOST_FOUND = 300;
const MOST_FIELDS = 200;

type Node = { path: string; name: string; depth: number; value: Json | undefined; shape: Shape; item: TreeRow["item"] };

/** `openTo`: what is no deeper than this begins open */
export function treeRows(root: { path: string; name: string; value: Json | undefined; shape: Shape }, state: TreeState, openTo = 1): TreeRow[] {
  const query = state.query.trim().toLowerCase();
  return grown({ ...root, depth: 0, item: null }, { ...state, query, openTo });
}

function grown(node: Node, state: TreeState & { openTo: number }): TreeRow[] {
  const inner = childrenOf(node, state);
  const isBranch = inner.length > 0;
  const isSearch = state.query !== "";
  const isOpen = isBranch && (isSearch || state.toggled.has(node.path) !== node.depth <= state.openTo);
  const row: TreeRow = {
    path: node.path,
    name: node.name,
    depth: node.depth,
    kind: kindOf(node),
    text: textOf(node),
    isDeclared: node.value === undefined,
    isBranch,
    isOpen,
    item: node.item,
  };
  if (!isOpen) return !isSearch || matches(row, state.query) ? [row] : [];
  const below: TreeRow[] = [];
  for (const child of inner) {
    below.push(...grown(child, state));
    if (isSearch && below.length > MOST_FOUND) break;
  }
  return !isSearch || below.length > 0 || matches(row, state.query) ? [row, ...below] : [];
}

function childrenOf(node: Node, { steps, query }: TreeState): Node[] {
  const depth = node.depth + 1;
  const { value, shape } = node;
  if (Array.isArray(value)) {
    const child = (at: number): Node => ({
      path: memberPath(node.path, at),
      name: `[${at}]`,
      depth,
      value: value[at],
      shape: unknownShape,
      item: { list: node.path, at, of: value.length },
    });
    if (value.length === 0) return [];
    // a search looks through the whole list
    return query === "" ? [child(Math.min(steps.get(node.path) ?? 0, value.length - 1))] : value.slice(0, MOST_FOUND).map((_, at) => child(at));
  }
  if (isPromised(value)) return [];
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .slice(0, MOST_FIELDS)
      .map(([name, inner]) => ({ path: memberPath(node.path, name), name, depth, value: inner, shape: unknownShape, item: null }));
  const holding = value === undefined ? holder(shape) : null;
  if (holding === null) return [];
  if (holding.kind === "array") return [{ path: memberPath(node.path, 0), name: "[0]", depth, value: undefined, shape: holding.of, item: null }];
  return Object.entries(holding.fields)
    .slice(0, MOST_FIELDS)
    .map(([name, inner]) => ({ path: memberPath(node.path, name), name, depth, value: undefined, shape: inner, item: null }));
}

/** What has something inside, where it can be that among others. */
function holder(shape: Shape): Extract<Shape, { kind: "object" | "array" }> | null {
  for (const each of alternatives(shape)) if (each.kind === "object" || each.kind === "array") return each;
  return null;
}

function matches(row: TreeRow, query: string): boolean {
  return row.path.toLowerCase().includes(query) || (!row.isBranch && row.text.toLowerCase().includes(query));
}

function kindOf({ value, shape }: Node): string {
  if (value === undefined) return shape.kind;
  if (value === null) return "null";
  if (isPromised(value)) return "number";
  return Array.isArray(value) ? "array" : typeof value;
}

function textOf({ value, shape }: Node): string {
  if (value === undefined) return holder(shape) === null ? shapeWords(shape) : "";
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  if (value !== null && typeof value === "object" && !isPromised(value)) {
    const count = Object.keys(value).length;
    return count === 1 ? "1 field" : `${count} fields`;
  }
  return cellText(value);
}

/** A value on one line. */
export function cellText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (isPromised(value)) return PROMISED;
  if (typeof value === "string") return value === "" ? '""' : value.slice(0, 300);
  return JSON.stringify(value).slice(0, 300);
}
