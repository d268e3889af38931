/** The yardstick: the canvas library alone, with the same steps and edges at the same places, and nothing of ours. */
import "@xyflow/react/dist/base.css";
import { type Edge, type Node, ReactFlow, useEdgesState, useNodesState } from "@xyflow/react";
import { createRoot } from "react-dom/client";

type Given = { nodes: Node[]; edges: Edge[]; viewport: { x: number; y: number; zoom: number } };

function BareCanvas({ given }: { given: Given }) {
  const [nodes, , onNodesChange] = useNodesState(given.nodes);
  const [edges] = useEdgesState(given.edges);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      defaultViewport={given.viewport}
      panOnScroll
      selectionOnDrag
      panOnDrag={[1, 2]}
      minZoom={0.25}
      maxZoom={2}
      snapToGrid
      snapGrid={[20, 20]}
    />
  );
}

const root = document.querySelector("#canvas");
if (root) createRoot(root).render(<BareCanvas given={await (await fetch("/flow.json")).json()} />);
