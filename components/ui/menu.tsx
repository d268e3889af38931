"use client";

import { cloneElement, type ReactNode, useState } from "react";
import { useHeldKeys } from "./held-keys.ts";
import { part, usePart } from "./later.tsx";
import { toast } from "./toast.tsx";
import type { MenuChoiceProps, MenuItemProps, MenuProps, Opener } from "./menu-looks.ts";

/** The menus that open, with what places them: a page is drawn without. */
const popup = part(() => import("./menu-popup.tsx"), { soon: true });

/** A menu behind one trigger, which is the element given. Items are MenuItem, MenuChoice, MenuHeading and MenuSeparator. */
export function Menu(props: MenuProps) {
  const { trigger, label } = props;
  const [opener, setOpener] = useState<Opener | null>(null);
  const menus = usePart(popup, opener !== null, () => {
    setOpener(null);
    toast.error("The menu could not be loaded", { description: "Look whether there is a network, and open it again." });
  });
  useHeldKeys(opener !== null && menus === null);
  if (opener !== null && menus !== null) return <menus.OpenedMenu {...props} opener={opener} />;
  return cloneElement(trigger, {
    ...(label === undefined ? {} : { "aria-label": label }),
    "aria-haspopup": "menu",
    "aria-expanded": false,
    "aria-busy": opener !== null || undefined,
    onClick: (event) => setOpener(event.detail === 0 ? "keys" : "pointer"),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      setOpener("keys");
    },
  });
}

/** Items stand in a menu that is open: it has come. */
export function MenuItem(props: MenuItemProps) {
  const menus = usePart(popup, true);
  return menus && <menus.MenuItem {...props} />;
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 text-11 font-medium text-ink-3">{children}</div>;
}

export function MenuSeparator() {
  return <hr className="mx-1 my-1 border-line" />;
}

/** One choice out of several, with a check on the chosen one. */
export function MenuChoice<V extends string>(props: MenuChoiceProps<V>) {
  const menus = usePart(popup, true);
  return menus && <menus.MenuChoice {...props} />;
}
