"use client";

import { Handle, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { useDesigner } from "../context.tsx";
import type { Port } from "./arrange.ts";
import type { Input } from "./geometry.ts";
import type { Side } from "./route.ts";
import styles from "./canvas.module.css";

const POSITIONS: Record<Side, Position> = { top: Position.Top, right: Position.Right, bottom: Position.Bottom, left: Position.Left };

/** Where wires start and end. `isOffering`: what hangs on the outcomes is there, a name and a plus. */
export function StepPorts({
  id,
  name,
  ports,
  inputs,
  isOffering,
}: {
  id: string;
  name: string;
  ports: readonly Port[];
  inputs: readonly Input[];
  isOffering: boolean;
}) {
  const { canEdit, store, pick } = useDesigner();
  return (
    <>
      {inputs.map((input) => (
        <Handle
          key={input.side}
          id={`in-${input.side}`}
          type="target"
          position={POSITIONS[input.side]}
          isConnectableStart={canEdit}
          role="button"
          aria-label={`Input of ${name}`}
          className={styles.port}
          style={at(input)}
        />
      ))}
      {ports.map((port) => (
        <Output
          key={port.id}
          port={port}
          name={name}
          isOffering={isOffering}
          onAdd={(near) => {
            store.select([id]);
            pick({ place: { kind: "after", from: { step: id, port: port.id } }, from: { step: id, port: port.id }, near });
          }}
        />
      ))}
    </>
  );
}

function Output({ port, name, isOffering, onAdd }: { port: Port; name: string; isOffering: boolean; onAdd: (near: { x: number; y: number }) => void }) {
  const { canEdit } = useDesigner();
  const label = port.kind === "out" ? null : port.label;
  return (
    <>
      <Handle
        id={port.id}
        type="source"
        position={POSITIONS[port.side]}
        isConnectableStart={canEdit}
        role="button"
        aria-label={`Output ${label ?? "out"} of ${name}`}
        className={cx(styles.port, port.kind === "error" && !port.isConnected && styles.quietPort)}
        style={at(port)}
      />
      {isOffering && (
        <span className={styles.stub} data-side={port.side} data-connected={port.isConnected} style={at(port)}>
          {label !== null && !port.isConnected && <span className={styles.stubLabel}>{label}</span>}
          {/* an outcome that leads on has its plus on the edge, beside its name */}
          {canEdit && (!port.isConnected || port.kind === "out") && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={`Add a step after ${name}${label === null ? "" : `, ${label}`}`}
              title={port.kind === "out" ? "Add a step here" : `Add a step for ${port.label}`}
              className={cx(styles.plus, "nodrag nopan")}
              onClick={(event) => {
                event.stopPropagation();
                const box = event.currentTarget.getBoundingClientRect();
                onAdd({ x: box.left + box.width / 2, y: box.bottom });
              }}
            >
              <Plus size={14} aria-hidden />
            </button>
          )}
        </span>
      )}
    </>
  );
}

const at = ({ x, y }: { x: number; y: number }) => ({ left: x, top: y });
