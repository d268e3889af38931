"use client";

import { type Node, type NodeProps, useConnection } from "@xyflow/react";
import { CircleStop, Layers, OctagonX, TriangleAlert } from "lucide-react";
import { memo, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { formatPlural } from "#components/ui/format.ts";
import { RunStatusIcon, type RunState, runStateWord } from "#components/ui/run-status.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import type { Step } from "#flow/document.ts";
import { DELIVERY, deliveryOf } from "#flow/delivery.ts";
import { connection, stepName } from "#flow/edit.ts";
import { bodyOf } from "#flow/nested.ts";
import { findFace } from "#flow/steps/faces.ts";
import type { StepCounts } from "#server/app.ts";
import { useDesigner } from "../context.tsx";
import { summaryOf } from "../words.ts";
import type { Port } from "./arrange.ts";
import type { Input } from "./geometry.ts";
import { RunChip } from "./run-chip.tsx";
import { OverlayChips } from "./overlay-chips.tsx";
import { StepPorts } from "./step-ports.tsx";
import { useIsFar } from "./zoom-level.tsx";
import styles from "./canvas.module.css";

export type StepNodeData = {
  step: Step;
  ports: readonly Port[];
  inputs: readonly Input[];
  state: RunState | null;
  /** what the last test run says of it: 12 ms · 3 items */
  said: string;
  isSent: boolean;
  errors: number;
  warnings: number;
  /** the one selected step: its outcomes show their names */
  isOpen: boolean;
  taken: boolean;
  counts: StepCounts | null;
};
export type StepNodeType = Node<StepNodeData, "step">;

/** Where a step stands is the library's business: a step that is dragged is not drawn again. */
const isSame = (a: NodeProps<StepNodeType>, b: NodeProps<StepNodeType>) => a.data === b.data && a.selected === b.selected;

export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepNodeType>) {
  const { step, ports, inputs, state, errors, warnings, counts } = data;
  const { store, enter } = useDesigner();
  const from = useConnection((wire) => (wire.inProgress && wire.fromHandle.type === "source" ? `${wire.fromNode.id} ${wire.fromHandle.id ?? "out"}` : null));
  const isFar = useIsFar();
  const [isHovered, setHovered] = useState(false);
  const verdict = from === null ? null : verdictOf(from);
  const definition = findFace(step.type);
  const name = stepName(step);
  const body = bodyOf(step);
  const delivery = definition ? deliveryOf(step, definition) : null;

  function verdictOf(wire: string) {
    const [source = "", ...port] = wire.split(" ");
    return source === id ? null : connection(store.get().document, { from: { step: source, port: port.join(" ") }, to: id });
  }

  return (
    <div
      className={cx(step.type === "stop" ? styles.stop : styles.node, selected && styles.selected, data.isOpen && styles.open)}
      data-verdict={verdict ? (verdict.why === null ? "fits" : "refused") : undefined}
      title={verdict?.why ?? undefined}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      {step.type === "stop" ? (
        <div className={styles.head}>
          {state ? <RunStatusIcon state={state} /> : <CircleStop size={14} aria-hidden />}
          {!isFar && <span className={styles.name}>{name}</span>}
        </div>
      ) : (
        <>
          <div className={styles.head}>
            <StepTile type={step.type} {...(definition ? { category: definition.category, icon: definition.icon } : {})} className={styles.tile} />
            {!isFar && <span className={styles.name}>{name}</span>}
            {state && (
              <span title={runStateWord(state)}>
                <RunStatusIcon state={state} />
                <span className="sr-only">{runStateWord(state)} in the last test run</span>
              </span>
            )}
          </div>
          {!isFar && (
            <div className={styles.summary} data-beside={body ? "inside" : delivery ? "delivery" : undefined}>
              {summaryOf(step)}
            </div>
          )}
          {!isFar && delivery && (
            <span className={styles.delivery} data-mode={delivery} title={`${DELIVERY[delivery].words}. ${DELIVERY[delivery].means}`}>
              <span aria-hidden>{DELIVERY[delivery].short}</span>
              <span className="sr-only">{DELIVERY[delivery].words}</span>
            </span>
          )}
          {!isFar && body && (
            <button
              type="button"
              tabIndex={-1}
              className={cx(styles.inside, "nodrag nopan")}
              aria-label={`Open ${name}: ${formatPlural(body.steps.length, "step")} for every item`}
              onClick={(event) => {
                event.stopPropagation();
                enter(id);
              }}
            >
              <Layers size={12} aria-hidden />
              {body.steps.length === 0 ? "Open it and add steps" : `${formatPlural(body.steps.length, "step")} inside`}
            </button>
          )}
        </>
      )}
      {counts ? <OverlayChips counts={counts} name={name} /> : data.said !== "" && <RunChip words={data.said} isSent={data.isSent} />}
      {(errors > 0 || warnings > 0) && (
        <span className={cx(styles.pin, errors > 0 ? "s-technical" : "s-waiting")} title={problemWords(errors, warnings)}>
          {errors > 0 ? <OctagonX size={12} strokeWidth={2} aria-hidden /> : <TriangleAlert size={12} strokeWidth={2} aria-hidden />}
          <span className="sr-only">{problemWords(errors, warnings)}</span>
        </span>
      )}
      {!isFar && <StepPorts id={id} name={name} ports={ports} inputs={inputs} isOffering={isHovered || data.isOpen} />}
    </div>
  );
}, isSame);

function problemWords(errors: number, warnings: number): string {
  return [errors > 0 ? formatPlural(errors, "error") : null, warnings > 0 ? formatPlural(warnings, "warning") : null]
    .filter((part) => part !== null)
    .join(", ");
}
