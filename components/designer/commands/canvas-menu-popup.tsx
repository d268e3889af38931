"use client";

import { ContextMenu } from "@base-ui/react/context-menu";
import { Fragment, useEffect, useRef } from "react";
import { cx } from "#components/ui/cx.ts";
import { MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { MENU_POPUP } from "#components/ui/menu-looks.ts";
import { COMMAND_GROUPS, type Desk, type MenuPlace } from "./command.ts";
import { commands } from "./index.ts";
import { useKeyWords } from "./key-hints.tsx";

/** Where in the window somebody asked for the menu, and on what. */
export type Asked = { place: MenuPlace; x: number; y: number };

/** What can be done with what was pressed. It opens anew for each that is asked. */
export function CanvasMenuPopup({ desk, asked }: { desk: Desk; asked: Asked }) {
  const keyOf = useKeyWords();
  const trigger = useRef<HTMLDivElement>(null);
  const last = useRef<Asked | null>(null);
  useEffect(() => {
    if (last.current === asked) return;
    last.current = asked;
    // the library opens where a press was: this one has been waited for
    trigger.current?.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, button: 2, clientX: asked.x, clientY: asked.y }));
  }, [asked]);
  const groups = COMMAND_GROUPS.map((group) => commands.filter((command) => command.group === group && command.menu?.includes(asked.place))).filter(
    (group) => group.length > 0,
  );
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger ref={trigger} hidden />
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
                    onSelect={() => requestAnimationFrame(() => void command.perform(desk, asked.place === "canvas" ? asked : undefined))}
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
