/** Where parts of an expression stand in its source. JSONata says where a token ends. */
import type { Node } from "./compile.ts";

export function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

export function positionOf(node: Node): number {
  if (typeof node.position === "number") return node.position;
  const [first] = node.steps ?? [];
  return first ? positionOf(first) : 0;
}

/** A path as it is written, where it is only names; literals too. */
export function textOf(node: Node, source: string): string | null {
  if (node.type === "string" && typeof node.value === "string") return `'${node.value}'`;
  if (node.type === "number") return String(node.value);
  const range = rangeOf(node, source);
  return range === null ? null : source.slice(range.from, range.to);
}

/** Where a path of names stands; null for everything else. */
export function rangeOf(node: Node, source: string): { from: number; to: number } | null {
  const steps = node.steps ?? [];
  const [first] = steps;
  const last = steps.at(-1);
  if (node.type !== "path" || !first || !last || node.group || node.keepArray || node.predicate) return null;
  if (steps.some((step) => step.type !== "name" || step.stages)) return null;
  if (typeof first.position !== "number" || typeof last.position !== "number") return null;
  const from = first.position - String(first.value).length;
  return source.slice(from, first.position) === first.value && source.slice(0, last.position).endsWith(String(last.value)) ? { from, to: last.position } : null;
}
