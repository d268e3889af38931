/** The rows of the source tree: what is unfolded, or everything that fits a search with what it stands in. */
import type { SourceNode } from "#flow/mapping/source-tree.ts";

export type SourceRow = { node: SourceNode; depth: number; isOpen: boolean; hasInner: boolean };

export function sourceRows(nodes: readonly SourceNode[], q: { folds: ReadonlyMap<string, boolean>; search: string }): SourceRow[] {
  const search = q.search.trim().toLowerCase();
  const rows: SourceRow[] = [];
  const visit = (node: SourceNode, depth: number): void => {
    if (search !== "" && !fits(node, search)) return;
    const hasInner = node.children.length > 0;
    const byItself = depth < 3 && node.seen.kind !== "list";
    const isOpen = hasInner && (search !== "" || (q.folds.get(node.text) ?? byItself));
    rows.push({ node, depth, isOpen, hasInner });
    if (isOpen) for (const child of node.children) visit(child, depth + 1);
  };
  for (const node of nodes) visit(node, 0);
  return rows;
}

function fits(node: SourceNode, search: string): boolean {
  const { value } = node.seen;
  const shown = typeof value === "string" || typeof value === "number" ? String(value).toLowerCase() : "";
  return node.name.toLowerCase().includes(search) || shown.includes(search) || node.children.some((child) => fits(child, search));
}

/** The row at which a line to a place begins: its own, or that of the nearest thing around it that is in sight. */
export function rowOf(rows: readonly SourceRow[], text: string): number {
  let best = -1;
  for (const [index, { node }] of rows.entries()) {
    if (node.text === text) return index;
    if (text.startsWith(`${node.text}.`) && (best < 0 || node.text.length > (rows[best]?.node.text.length ?? 0))) best = index;
  }
  return best;
}
