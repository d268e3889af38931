"use client";

import { ContextMenu } from "@base-ui/react/context-menu";
import { Fragment, type ReactNode, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { MENU_POPUP, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { COMMAND_GROUPS, type Desk, type MenuPlace } from "./command.ts";
import { commands } from "./index.ts";
import { NOTE } from "../notes/graph.ts";
import { useKeyWords } from "./key-hints.tsx";

/** The menu on the right button, or on the menu key, over whatever is inside. What it was opened on is selected first. */
export function CanvasMenu({ desk, children }: { desk: Desk; children: ReactNode }) {
  const [place, setPlace] = useState<MenuPlace>("canvas");
  const keyOf = useKeyWords();
  const open = (target: Element) => {
    const { steps, notes } = desk.store.get().selection;
    const step = target.closest<HTMLElement>(".react-flow__node-step")?.dataset.id;
    if (step !== undefined) {
      if (!steps.includes(step)) desk.store.select([step]);
      return setPlace("step");
    }
    const note = target.closest<HTMLElement>(".react-flow__node-note")?.dataset.id?.slice(NOTE.length);
    if (note !== undefined) {
      if (!notes.includes(note)) desk.store.select([], [note]);
      return setPlace("note");
    }
    const edge = target.closest<HTMLElement>(".react-flow__edge")?.dataset.id;
    if (edge !== undefined) {
      desk.store.selectEdge(edge);
      return setPlace("edge");
    }
    // around several steps the library lays a frame of its own, which takes the press
    setPlace(target.closest(".react-flow__nodesselection") ? "step" : "canvas");
  };
  const groups = COMMAND_GROUPS.map((group) => commands.filter((command) => command.group === group && command.menu?.includes(place))).filter(
    (group) => group.length > 0,
  );
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger className="contents" onContextMenu={(event) => event.target instanceof Element && open(event.target)}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner collisionPadding={8} className="z-60 outline-none">
          <ContextMenu.Popup aria-label="What can be done here" className={cx(MENU_POPUP, "max-h-(--available-height) min-w-56 overflow-y-auto")}>
            {groups.map((group, index) => (
              <Fragment key={group[0]?.group}>
                {index > 0 && <MenuSeparator />}
                {group.map((command) => (
                  <MenuItem
                    key={command.id}
                    icon={command.icon ? <command.icon size={14} aria-hidden /> : <span className="inline-block w-3.5" />}
                    shortcut={keyOf(command.id)}
                    tone={command.isDangerous ? "danger" : "neutral"}
                    disabled={(command.unless?.(desk) ?? null) !== null}
                    // the menu gives the focus back first
                    onSelect={() => requestAnimationFrame(() => void command.perform(desk))}
                  >
                    {command.name}
                  </MenuItem>
                ))}
              </Fragment>
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
