"use client";

import { ViewportPortal } from "@xyflow/react";
import { Minus, PencilLine, Plus } from "lucide-react";
import { useMemo } from "react";
import { type Box, groupBox, notesIn } from "#flow/annotations.ts";
import { stepName } from "#flow/edit.ts";
import { sizeOf } from "#flow/placement.ts";
import type { Mark, Union } from "#flow/union.ts";
import { geometryOf } from "../canvas/geometry.ts";
import { useDesignerState } from "../context.tsx";
import { pathOf } from "../canvas/line.ts";
import styles from "./versions.module.css";

export const MARKS: Record<Mark, { word: string; Icon: typeof Plus }> = {
  added: { word: "Added", Icon: Plus },
  removed: { word: "Removed", Icon: Minus },
  changed: { word: "Changed", Icon: PencilLine },
};

/** What became of each step, edge, group and note, over the canvas: a frame with a word, a line. */
export function DiffLayer({ union }: { union: Union }) {
  const document = useDesignerState((state) => state.document);
  const frame = useDesignerState((state) => state.frame);
  const lines = useMemo(
    () =>
      geometryOf(document, document.layout ?? {}).lines.flatMap((line) => {
        const mark = union.edges.get(line.key);
        return mark ? [{ ...line, mark }] : [];
      }),
    [document, union],
  );
  return (
    <ViewportPortal>
      <svg aria-hidden className={styles.lines}>
        {lines.map((line) => (
          <path key={line.key} d={pathOf(line)} data-mark={line.mark} />
        ))}
      </svg>
      {document.groups?.flatMap((group) => {
        const mark = union.groups.get(group.id);
        const box = mark && groupBox(group, document, document.layout ?? {});
        return mark && box ? [<Marked key={`group ${group.id}`} what="group" mark={mark} box={box} name={`group ${group.title}`} />] : [];
      })}
      {union.goneGroups.flatMap((group) => {
        const box = groupBox(group, document, document.layout ?? {});
        return box ? [<Marked key={`gone ${group.id}`} what="gone-group" mark="removed" box={aroundAnother(box)} name={`group ${group.title}`} />] : [];
      })}
      {notesIn(document, frame).flatMap((note) => {
        const mark = union.notes.get(note.id);
        const [[x, y], [width, height]] = [note.at, note.size];
        return mark ? [<Marked key={`note ${note.id}`} what="note" mark={mark} box={{ x, y, width, height }} name={`note ${note.text.slice(0, 60)}`} />] : [];
      })}
      {document.steps.flatMap((step) => {
        const mark = union.steps.get(step.id);
        const at = document.layout?.[step.id];
        return mark && at ? [<Marked key={step.id} what="step" mark={mark} box={{ x: at[0], y: at[1], ...sizeOf(step) }} name={stepName(step)} />] : [];
      })}
    </ViewportPortal>
  );
}

/** Another group may have taken the same steps: the frame of the one that went stands around it. */
function aroundAnother({ x, y, width, height }: Box): Box {
  return { x: x - OUTSIDE, y: y - OUTSIDE, width: width + OUTSIDE * 2, height: height + OUTSIDE * 2 };
}

const OUTSIDE = 12;

function Marked({ what, mark, box, name }: { what: "step" | "group" | "gone-group" | "note"; mark: Mark; box: Box; name: string }) {
  const { word, Icon } = MARKS[mark];
  const { x, y, width, height } = box;
  return (
    <div data-what={what} data-mark={mark} className={styles.mark} style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
      <span className={styles.chip}>
        <Icon size={11} strokeWidth={2.25} aria-hidden />
        {word}
        {what === "gone-group" ? ` ${name}` : <span className="sr-only">: {name}</span>}
      </span>
    </div>
  );
}
