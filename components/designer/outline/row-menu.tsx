"use client";

import { ArrowDown, ArrowUp, ChevronRight, ClipboardCopy, ClipboardPaste, CopyPlus, Ellipsis, Layers, Link2, Pencil, Plus, Trash2, Unlink } from "lucide-react";
import { type SyntheticEvent, useRef } from "react";
import { Menu, MenuHeading, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import type { Edge } from "#flow/document.ts";
import { portOf } from "#flow/marks.ts";
import { edgeKey, stepName } from "#flow/edit.ts";
import { bodyOf, placeOf } from "#flow/nested.ts";
import { portsOf } from "#flow/ports-of.ts";
import { wiringOf } from "#flow/wiring.ts";
import { useDesigner } from "../context.tsx";
import type { RowActions } from "./row-actions.ts";
import type { OutlineRow } from "./rows.ts";
import styles from "./outline.module.css";

/** Settings, each outcome with where it leads, and the ways to change that. */
export function RowMenu({ row, isReachable, actions }: { row: OutlineRow; isReachable: boolean; actions: RowActions }) {
  const button = useRef<HTMLButtonElement>(null);
  // the menu's button is the pointer's: the keyboard goes back to the row, unless something else takes it
  const leaves = useRef(false);
  // what is chosen in the menu is no click on the row
  return (
    <span role="none" onClick={stop} onDoubleClick={stop}>
      <Menu
        label={`Actions for ${row.kind === "step" ? stepName(row.step) : `${row.label} of ${stepName(row.step)}`}`}
        align="start"
        side="right"
        finalFocus={() => {
          const isLeft = leaves.current;
          leaves.current = false;
          return isLeft ? null : (button.current?.closest<HTMLElement>("[role=treeitem]") ?? null);
        }}
        trigger={
          <button ref={button} type="button" data-menu tabIndex={isReachable ? 0 : -1} className={styles.menu}>
            <Ellipsis size={14} aria-hidden />
          </button>
        }
      >
        {row.kind === "step" ? (
          <StepItems row={row} actions={leaving(actions, leaves)} />
        ) : (
          <OutcomeItems row={row} port={row.port} actions={leaving(actions, leaves)} />
        )}
      </Menu>
    </span>
  );
}

/** The actions, those that move the focus themselves marked as doing so. */
function leaving(actions: RowActions, leaves: { current: boolean }): RowActions {
  const marked =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      leaves.current = true;
      act(...args);
    };
  const { open, enter, add, addBefore, connect, rename, remove, duplicate, paste } = actions;
  return {
    ...actions,
    open: marked(open),
    enter: marked(enter),
    add: marked(add),
    addBefore: marked(addBefore),
    connect: marked(connect),
    rename: marked(rename),
    remove: marked(remove),
    duplicate: marked(duplicate),
    paste: marked(paste),
  };
}

const stop = (event: SyntheticEvent) => event.stopPropagation();

function StepItems({ row, actions }: { row: OutlineRow; actions: RowActions }) {
  const { canEdit, store } = useDesigner();
  const { step } = row;
  const graph = placeOf(store.get().whole, step.id)?.graph;
  const into = graph ? wiringOf(graph.edges).to(step.id) : [];
  const nameIn = (id: string) => graph?.steps.find((each) => each.id === id)?.name ?? id;
  return (
    <>
      <MenuItem icon={<ChevronRight size={14} aria-hidden />} shortcut="Enter" onSelect={() => actions.open(row)}>
        Open settings
      </MenuItem>
      {bodyOf(step) && (
        <MenuItem icon={<Layers size={14} aria-hidden />} onSelect={() => actions.enter(row)}>
          Go inside
        </MenuItem>
      )}
      {canEdit && (
        <>
          <MenuItem icon={<Pencil size={14} aria-hidden />} shortcut="F2" onSelect={() => actions.rename(row)}>
            Rename
          </MenuItem>
          <MenuItem icon={<ArrowUp size={14} aria-hidden />} shortcut="Alt ↑" onSelect={() => actions.move(row, -1)}>
            Move before the step above
          </MenuItem>
          <MenuItem icon={<ArrowDown size={14} aria-hidden />} shortcut="Alt ↓" onSelect={() => actions.move(row, 1)}>
            Move after the step below
          </MenuItem>
          {portsOf(step).map((port) => (
            <div key={port.id}>
              <MenuSeparator />
              <MenuHeading>{port.kind === "out" ? "Then" : `When ${port.label}`}</MenuHeading>
              <OutcomeItems row={row} port={port.id} actions={actions} />
            </div>
          ))}
          {into.some((edge) => !edge.rework) && <MenuSeparator />}
          {into.map((edge) =>
            edge.rework ? null : (
              <MenuItem key={edgeKey(edge)} icon={<Plus size={14} aria-hidden />} onSelect={() => actions.addBefore(row, edge)}>
                Add a step between {nameIn(edge.from)} and this
              </MenuItem>
            ),
          )}
          <MenuSeparator />
          <MenuItem icon={<ClipboardCopy size={14} aria-hidden />} shortcut="Ctrl C" onSelect={() => actions.copy(row)}>
            Copy
          </MenuItem>
          <MenuItem icon={<ClipboardPaste size={14} aria-hidden />} shortcut="Ctrl V" onSelect={() => actions.paste(row)}>
            Paste
          </MenuItem>
          <MenuItem icon={<CopyPlus size={14} aria-hidden />} shortcut="Ctrl D" onSelect={() => actions.duplicate(row)}>
            Duplicate
          </MenuItem>
          <MenuItem icon={<Trash2 size={14} aria-hidden />} shortcut="Del" tone="danger" onSelect={() => actions.remove(row)}>
            Delete
          </MenuItem>
        </>
      )}
    </>
  );
}

function OutcomeItems({ row, port, actions }: { row: OutlineRow; port: string; actions: RowActions }) {
  const { canEdit, store } = useDesigner();
  const graph = placeOf(store.get().whole, row.step.id)?.graph;
  const edges: readonly Edge[] = graph
    ? wiringOf(graph.edges)
        .from(row.step.id)
        .filter((edge) => portOf(edge) === port)
    : [];
  const nameIn = (id: string) => graph?.steps.find((each) => each.id === id)?.name ?? id;
  if (!canEdit) return <MenuHeading>{edges.map((edge) => nameIn(edge.to)).join(", ") || "The run ends"}</MenuHeading>;
  return (
    <>
      <MenuItem icon={<Plus size={14} aria-hidden />} shortcut={row.kind === "outcome" ? "+" : undefined} onSelect={() => actions.add(row, port)}>
        Add a step
      </MenuItem>
      <MenuItem icon={<Link2 size={14} aria-hidden />} onSelect={() => actions.connect(row, port)}>
        Connect to a step that is there
      </MenuItem>
      {edges.map((edge) => (
        <MenuItem key={edgeKey(edge)} icon={<Unlink size={14} aria-hidden />} onSelect={() => actions.disconnect(row, edge)}>
          Disconnect {nameIn(edge.to)}
        </MenuItem>
      ))}
    </>
  );
}
