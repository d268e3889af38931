/** Lays a flow out top-down: outcomes keep their order, work that goes back does not count. The layout engine is loaded when first asked for. */
import type { FlowDocument } from "#flow/document.ts";
import { portOf } from "#flow/document.ts";
import type { Spot } from "#flow/placement.ts";
import { COLUMN, onGrid, outline, ROW, sizeOf } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";

const WIDTH = 228;
const HEIGHT = 62;

export async function tidyLayout(document: FlowDocument): Promise<Record<string, Spot>> {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const order = outline(document).map((each) => each.step);
  const outcome = (id: string, port: string) => {
    const step = order.find((each) => each.id === id);
    return step ? portsOf(step).findIndex((each) => each.id === port) : 0;
  };
  const ids = new Set(order.map((step) => step.id));
  const edges = document.edges
    .filter((edge) => !edge.rework && ids.has(edge.from) && ids.has(edge.to))
    .toSorted(
      (a, b) =>
        order.findIndex((step) => step.id === a.from) - order.findIndex((step) => step.id === b.from) ||
        outcome(a.from, portOf(a)) - outcome(b.from, portOf(b)),
    );
  const graph = await new Elk().layout({
    id: "flow",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "DOWN",
      "elk.layered.spacing.nodeNodeBetweenLayers": String(ROW - HEIGHT),
      "elk.spacing.nodeNode": String(COLUMN - WIDTH),
      "elk.spacing.componentComponent": String(COLUMN - WIDTH),
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.nodePlacement.bk.fixedAlignment": "LEFTUP",
      "elk.layered.nodePlacement.favorStraightEdges": "true",
    },
    // every step takes a full cell, so that rows and columns line up
    children: order.map((step) => ({ id: step.id, width: WIDTH, height: HEIGHT })),
    edges: edges.map((edge, index) => ({ id: String(index), sources: [edge.from], targets: [edge.to] })),
  });
  return Object.fromEntries(
    (graph.children ?? []).map((node): [string, Spot] => {
      const step = order.find((each) => each.id === node.id);
      const size = step ? sizeOf(step) : { width: WIDTH, height: HEIGHT };
      const [x, y] = onGrid([node.x ?? 0, node.y ?? 0]);
      return [node.id, onGrid([x + (WIDTH - size.width) / 2, y])];
    }),
  );
}
