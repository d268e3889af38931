/** What a step sees, as a tree whose places can be mapped: values of the sample where there are some, shapes elsewhere. */
import type { Json } from "../document.ts";
import { isPromised } from "../promised.ts";
import type { Shape } from "../shape.ts";
import type { Path } from "./path.ts";
import { pathText } from "./path.ts";
import { seenOf, seenOfShape } from "./seen.ts";
import type { Seen } from "./seen.ts";

export type SourceNode = {
  path: Path;
  /** as an expression reads it */
  text: string;
  name: string;
  seen: Seen;
  /** how many lists are around it: beyond none, its place gives all of their values */
  lists: number;
  children: SourceNode[];
};

export type SourceRoot = { path: Path; value: Json | undefined; shape: Shape };

const DEEPEST = 8;
const MOST = 200;

export function sourceTree(roots: readonly SourceRoot[]): SourceNode[] {
  return roots.map(({ path, value, shape }) => nodeOf({ path, value, shape, depth: 0, lists: 0 }));
}

type At = SourceRoot & { depth: number; lists: number };

function nodeOf({ path, value: given, shape, depth, lists }: At): SourceNode {
  // what a test run would have made is known by its shape
  const value = isPromised(given) ? undefined : given;
  const name = path.map(String).at(-1) ?? "";
  const seen = { ...(value === undefined ? seenOfShape(shape) : seenOf(value)), name };
  const inner = depth >= DEEPEST ? [] : childrenOf({ path, value, shape, depth, lists });
  return { path, text: pathText(path), name, seen: lists > 0 && seen.kind !== "list" ? { kind: "list", name, of: seen } : seen, lists, children: inner };
}

function childrenOf({ path, value, shape, depth, lists }: At): SourceNode[] {
  if (Array.isArray(value) || (value === undefined && shape.kind === "array")) {
    // the fields of a list are those of its first item; a place in a list reads all items
    const first = Array.isArray(value) ? value[0] : undefined;
    return childrenOf({ path, value: first, shape: shape.kind === "array" ? shape.of : { kind: "unknown" }, depth, lists: lists + 1 });
  }
  const known = shape.kind === "object" ? shape.fields : {};
  const held = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  return [...new Set([...Object.keys(held), ...Object.keys(known)])]
    .slice(0, MOST)
    .map((name) => nodeOf({ path: [...path, name], value: held[name], shape: known[name] ?? { kind: "unknown" }, depth: depth + 1, lists }));
}

/** All nodes, each before those inside it. */
export function flat(nodes: readonly SourceNode[]): SourceNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children)]);
}

/** The tree of one item of a list: what the lines of a nested mapping read. */
export function itemTree(list: SourceNode): SourceNode[] {
  const within = (node: SourceNode): SourceNode => {
    const path = node.path.slice(list.path.length);
    const lists = node.lists - list.lists - 1;
    const seen = lists === 0 && node.seen.kind === "list" && node.seen.of ? { ...node.seen.of, name: node.name } : node.seen;
    return { ...node, path, text: pathText(path), lists, seen, children: node.children.map(within) };
  };
  return list.children.map(within);
}
