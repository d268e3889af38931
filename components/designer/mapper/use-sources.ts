"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import { stepsBefore } from "#flow/shape-at.ts";
import type { Shape } from "#flow/shape.ts";
import { unknownShape } from "#flow/shape.ts";
import type { SourceNode, SourceRoot } from "#flow/mapping/source-tree.ts";
import { flat, itemTree, sourceTree } from "#flow/mapping/source-tree.ts";
import { shapeOf } from "#flow/shape-of.ts";
import { useTRPC } from "#components/trpc.tsx";
import { usePanel } from "../panel/panel-context.tsx";

export type Sources = {
  nodes: SourceNode[];
  byText: ReadonlyMap<string, SourceNode>;
  /** what a root is called beside its place: the step's name */
  titles: ReadonlyMap<string, string>;
};

/** What the step sees for the sample: trigger, item, earlier steps, variables. Inside lines: the item, and everything else from outside. */
export function useSources(list: string | null): Sources {
  const { document, step, scope, seen, environment } = usePanel();
  const trpc = useTRPC();
  const { data: variables } = useQuery(trpc.connections.variables.queryOptions({ environment }));
  return useMemo(() => {
    const shape = (name: string, within: Shape = scope): Shape => (within.kind === "object" ? (within.fields[name] ?? unknownShape) : unknownShape);
    const titles = new Map<string, string>();
    const roots: SourceRoot[] = [{ path: ["trigger"], value: seen.trigger, shape: shape("trigger") }];
    if (scope.kind === "object" && scope.fields.item) roots.unshift({ path: ["item"], value: seen.item, shape: scope.fields.item });
    for (const id of stepsBefore(document, step.id)) {
      const before = placeOf(document, id)?.step;
      if (!before || shape(id, shape("steps")).kind === "unknown") continue;
      titles.set(`steps.${id}`, stepName(before));
      roots.push({ path: ["steps", id], value: seen.steps[id], shape: shape(id, shape("steps")) });
    }
    const vars = Object.fromEntries((variables ?? []).map(({ name, value }) => [name, value as Json]));
    if (Object.keys(vars).length > 0) roots.push({ path: ["vars"], value: vars, shape: shapeOf(vars) });
    const outside = sourceTree(roots);
    const nodes = list === null ? outside : inside(outside, list);
    return { nodes, byText: new Map(flat(nodes).map((node) => [node.text, node])), titles };
  }, [document, step.id, scope, seen, list, variables]);
}

/** The item's own places, then everything around it, which expressions reach by `$$.`. */
function inside(outside: SourceNode[], list: string): SourceNode[] {
  const found = flat(outside).find((node) => node.text === list);
  const around = (node: SourceNode): SourceNode => ({ ...node, text: `$$.${node.text}`, children: node.children.map(around) });
  return [...(found ? itemTree(found) : []), ...outside.map(around)];
}
