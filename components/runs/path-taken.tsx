"use client";

import { useMemo } from "react";
import type { RunView } from "#server/app.ts";
import { BOX, describePath, layoutPath, type PathEdge, type PathNode } from "./path.ts";
import { isOver } from "./run-words.ts";
import styles from "./path-taken.module.css";

export function PathTaken({ run }: { run: RunView }) {
  const path = useMemo(() => layoutPath({ document: run.document, steps: run.steps, over: isOver(run.status) }), [run]);
  return (
    <section className={styles.path} aria-label="Path taken">
      <div className={styles.pathHead}>
        <h2>Path taken</h2>
        <span className="flex-1" />
        <span className={styles.legend} aria-hidden="true">
          <i style={{ background: "var(--succeeded)" }} /> taken
        </span>
        <span className={styles.legend} aria-hidden="true">
          <i style={{ background: "var(--technical)" }} /> stopped here
        </span>
        <span className={styles.legend} aria-hidden="true">
          <i className={styles.legendDash} /> not reached
        </span>
      </div>
      <div
        className={styles.pathScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by the keyboard
        tabIndex={0}
      >
        <svg width={path.width} height={path.height} viewBox={`0 0 ${path.width} ${path.height}`} role="img" aria-label={describePath(path)}>
          {[...path.edges]
            .sort((a, b) => Number(a.taken) - Number(b.taken))
            .map((edge) => (
              <EdgeLine key={edge.key} edge={edge} />
            ))}
          {path.nodes.map((node) => (
            <NodeBox key={node.step} node={node} />
          ))}
          {path.edges.map((edge) => edge.label && edge.labelAt && <EdgeLabel key={edge.key} text={edge.label} at={edge.labelAt} />)}
        </svg>
      </div>
    </section>
  );
}

function EdgeLine({ edge }: { edge: PathEdge }) {
  const dash = edge.rework ? "4 3" : edge.taken ? undefined : "3 3";
  return (
    <path fill="none" stroke={edge.taken ? "var(--succeeded)" : "var(--line-strong)"} strokeWidth={edge.taken ? 1.5 : 1.25} strokeDasharray={dash} d={edge.d} />
  );
}

function EdgeLabel({ text, at }: { text: string; at: { x: number; y: number } }) {
  const width = text.length * 4.9 + 8;
  return (
    <g fontSize="9.5" fill="var(--ink-3)">
      <rect x={at.x - width / 2} y={at.y - 10} width={width} height="13" fill="var(--surface)" />
      <text x={at.x} y={at.y} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

const COLOURS: Partial<Record<PathNode["state"], string>> = {
  succeeded: "var(--succeeded)",
  technical: "var(--technical)",
  business: "var(--business)",
  waiting: "var(--waiting)",
  parked: "var(--parked)",
  running: "var(--running)",
  cancelled: "var(--cancelled)",
};

function NodeBox({ node }: { node: PathNode }) {
  const colour = COLOURS[node.state];
  const stopped = node.state === "technical" || node.state === "business" || node.state === "waiting" || node.state === "parked" || node.state === "running";
  const name = short(node.name, node.visits > 1 ? 12 : 15);
  return (
    <g transform={`translate(${node.x},${node.y})`}>
      <title>{node.name}</title>
      <rect
        width={BOX.width}
        height={BOX.height}
        rx="5"
        fill="var(--raised)"
        stroke={colour ?? "var(--line-strong)"}
        strokeWidth={stopped ? 2 : 1.25}
        strokeDasharray={colour ? undefined : "3 3"}
      />
      <circle cx="10" cy={BOX.height / 2} r="3" fill={colour ?? "var(--line-strong)"} />
      <text x="18" y={BOX.height / 2 + 3.5} fontSize="10" fontWeight="500" fill={colour ? "var(--ink)" : "var(--ink-3)"}>
        {name}
        {node.visits > 1 ? ` ×${node.visits}` : ""}
      </text>
    </g>
  );
}

function short(name: string, length: number): string {
  return name.length > length ? `${name.slice(0, length - 1).trimEnd()}…` : name;
}
