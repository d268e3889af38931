"use client";

import { BaseEdge, type Edge as CanvasEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { Check, CornerUpLeft, Plus, Trash2, X } from "lucide-react";
import { memo, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { COMPENSATE } from "#flow/compensation.ts";
import { useDesigner } from "../context.tsx";
import { type Line, pathOf } from "./line.ts";
import styles from "./canvas.module.css";

export type FlowEdgeData = {
  line: Line;
  /** words on the edge: the outcome it leaves by; null for the plain way on */
  label: string | null;
  /** the words that are drawn: those of a twin edge are on its twin */
  shown: string | null;
  from: string;
  to: string;
  isTaken: boolean;
  /** the outcome is one that the author named, with a condition */
  isCondition: boolean;
  /** a dragged step would be dropped into it */
  isDropTarget: boolean;
};
export type FlowEdgeType = CanvasEdge<FlowEdgeData, "flow">;

const isSame = (a: EdgeProps<FlowEdgeType>, b: EdgeProps<FlowEdgeType>) => a.data === b.data && a.selected === b.selected;

export const FlowEdge = memo(function FlowEdge({ id, data, selected }: EdgeProps<FlowEdgeType>) {
  const { actions, canEdit, pick, focusField, store } = useDesigner();
  const [isNear, setNear] = useState(false);
  if (!data) return null;
  const { line, label, shown, isTaken } = data;
  const mark = isTaken ? "taken" : selected || data.isDropTarget ? "chosen" : "plain";
  // made when somebody comes near: most edges are only looked at
  const hasTools = canEdit && (isNear || selected === true || data.isDropTarget);
  const name = label === null ? data.from : `${data.from} (${label})`;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows buttons that the keyboard reaches by Tab */}
      <g onMouseEnter={() => setNear(true)} onMouseLeave={() => setNear(false)}>
        <BaseEdge
          path={pathOf(line)}
          interactionWidth={18}
          markerEnd={`url(#arrow-${mark})`}
          className={cx(styles.edge, styles[mark], line.edge.port === COMPENSATE && styles.back)}
        />
      </g>
      {(shown !== null || hasTools) && (
        <EdgeLabelRenderer>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
          <div
            className={cx(styles.onEdge, "nodrag nopan")}
            style={{ left: line.label[0], top: line.label[1] }}
            onMouseEnter={() => setNear(true)}
            onMouseLeave={() => setNear(false)}
          >
            <span className={styles.held}>
              {shown !== null && (
                <button
                  type="button"
                  tabIndex={-1}
                  title={data.isCondition ? "Rename this outcome or set its condition" : undefined}
                  className={cx(styles.label, isTaken && styles.labelTaken)}
                  onClick={() => (data.isCondition ? focusField(line.edge.from, "cases") : store.selectEdge(id))}
                >
                  <OutcomeIcon outcome={shown} isRework={line.edge.rework === true} />
                  {shown}
                </button>
              )}
              {hasTools && (
                <span className={cx(styles.edgeTools, shown === null && styles.centred)}>
                  <button
                    type="button"
                    tabIndex={selected ? 0 : -1}
                    aria-label={`Add a step between ${name} and ${data.to}`}
                    className={styles.edgePlus}
                    onClick={(event) => {
                      const box = event.currentTarget.getBoundingClientRect();
                      pick({ place: { kind: "into", edge: line.edge }, from: null, near: { x: box.left + box.width / 2, y: box.bottom } });
                    }}
                  >
                    <Plus size={12} strokeWidth={2.25} aria-hidden />
                  </button>
                  <button
                    type="button"
                    tabIndex={selected ? 0 : -1}
                    aria-label={`Delete the edge from ${name} to ${data.to}`}
                    className={styles.edgeDelete}
                    onClick={() => actions.removeEdge(id)}
                  >
                    <Trash2 size={12} aria-hidden />
                  </button>
                </span>
              )}
            </span>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}, isSame);

function OutcomeIcon({ outcome, isRework }: { outcome: string; isRework: boolean }) {
  if (isRework || outcome === COMPENSATE) return <CornerUpLeft size={12} strokeWidth={2} aria-hidden />;
  if (outcome === "approved") return <Check size={12} strokeWidth={2} aria-hidden />;
  if (outcome === "rejected") return <X size={12} strokeWidth={2} aria-hidden />;
  return null;
}

/** Arrow heads, once per canvas. */
export function Arrows() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden>
      <defs>
        {[
          ["plain", "var(--edge)"],
          ["taken", "var(--succeeded)"],
          ["chosen", "var(--accent)"],
        ].map(([name, colour]) => (
          <marker
            key={name}
            id={`arrow-${name}`}
            viewBox="0 0 8 8"
            refX="6"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path d="M1 1l5 3-5 3" fill="none" stroke={colour} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
