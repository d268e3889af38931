import { useState } from "react";
import { toast } from "#components/ui/toast.tsx";
import type { Edge } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { edgeKey, type PortRef, stepName } from "#flow/edit.ts";
import { mainPort } from "#flow/ports-of.ts";
import { wiringOf } from "#flow/wiring.ts";
import { freePort } from "../actions.ts";
import { useDesigner } from "../context.tsx";
import type { OutcomeRow, OutlineRow } from "./rows.ts";

type Asked = { kind: "connect"; row: OutlineRow; port: string } | { kind: "rename"; row: OutlineRow };
export type RowActions = ReturnType<typeof useRowActions>;

/** What can be done to a row. The frame in which it stands is entered first: what is done is done there. */
export function useRowActions(q: { onOpen: (id: string) => void; goTo: (row: OutlineRow) => void }) {
  const { store, actions, canEdit, pick, enter } = useDesigner();
  const [dialog, setDialog] = useState<Asked | null>(null);
  const enterFrameOf = (row: OutlineRow) => {
    if (store.get().frame !== row.frame) enter(row.frame);
  };
  const select = (row: OutlineRow, isMore: boolean) => {
    const isHere = store.get().frame === row.frame;
    enterFrameOf(row);
    const { id } = row.step;
    const { steps } = store.get().selection;
    store.select(isMore && isHere ? [...steps.filter((each) => each !== id), id] : [id]);
    actions.reveal(id, { focus: false });
  };
  const edgesInto = (row: OutlineRow): Edge[] => {
    enterFrameOf(row);
    return wiringOf(store.get().document.edges)
      .to(row.step.id)
      .filter((edge) => !edge.rework);
  };
  const pickAt = (from: PortRef) => pick({ place: { kind: "after", from }, from, near: null });

  return {
    dialog,
    closeDialog: () => {
      setDialog(null);
      if (dialog) requestAnimationFrame(() => q.goTo(dialog.row));
    },
    select,
    edgesInto,
    open: (row: OutlineRow) => {
      select(row, false);
      q.onOpen(row.step.id);
    },
    /** goes into a frame */
    enter: (row: OutlineRow) => enter(row.step.id),
    /** at an outcome, or after a step by the outcome that leads nowhere yet */
    add: (row: OutlineRow, port?: string) => {
      if (!canEdit) return;
      select(row, false);
      const { id } = row.step;
      const by = port ?? (row.kind === "outcome" ? row.port : (freePort(store.get().document, id) ?? mainPort(row.step)?.id));
      if (by === undefined) toast.error(`${stepName(row.step)} ends the run: nothing can come after it.`);
      else pickAt({ step: id, port: by });
    },
    addBefore: (row: OutlineRow, edge: Edge) => {
      select(row, false);
      pick({ place: { kind: "into", edge }, from: null, near: null });
    },
    connect: (row: OutlineRow, port: string) => {
      select(row, false);
      setDialog({ kind: "connect", row, port });
    },
    disconnect: (row: OutlineRow, edge: Edge) => {
      enterFrameOf(row);
      actions.removeEdge(edgeKey(edge));
      q.goTo(row);
    },
    rename: (row: OutlineRow) => {
      if (!canEdit) return;
      select(row, false);
      setDialog({ kind: "rename", row });
    },
    move: (row: OutlineRow, by: 1 | -1) => {
      if (row.kind !== "step") return;
      select(row, false);
      actions.moveInOrder(row.step.id, by);
      q.goTo(row);
    },
    remove: (row: OutlineRow) => (row.kind === "step" ? removeStep(row) : removeEdges(row)),
    duplicate: (row: OutlineRow) => {
      select(row, false);
      actions.duplicate();
      revealChosen();
    },
    copy: (row: OutlineRow) => {
      if (!store.get().selection.steps.includes(row.step.id)) select(row, false);
      void actions.copy();
    },
    paste: (row: OutlineRow) => {
      enterFrameOf(row);
      void actions.pasteFromClipboard().then(revealChosen);
    },
  };

  function revealChosen(): void {
    const [first] = store.get().selection.steps;
    if (first !== undefined) actions.reveal(first);
  }

  function removeStep(row: OutlineRow): void {
    enterFrameOf(row);
    const { steps } = store.get().selection;
    actions.remove(steps.includes(row.step.id) ? steps : [row.step.id]);
  }

  function removeEdges(row: OutcomeRow): void {
    enterFrameOf(row);
    for (const edge of wiringOf(store.get().document.edges).from(row.step.id)) if (portOf(edge) === row.port) actions.removeEdge(edgeKey(edge));
  }
}
