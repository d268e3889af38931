"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";
import { MENU_ITEM, MENU_POPUP, type MenuChoiceProps, type MenuItemProps, type MenuProps, type Opener } from "./menu-looks.ts";

/** A menu that was opened before it was here, and opens now. */
export function OpenedMenu({ trigger, label, align = "end", side = "bottom", finalFocus, opener, children }: MenuProps & { opener: Opener }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const wasOpened = useRef(false);
  useEffect(() => {
    if (wasOpened.current) return;
    wasOpened.current = true;
    // what was pressed is a new element: it gets the focus back when the menu goes
    const button = document.getElementById(id);
    button?.focus();
    // the first item is marked for whoever works with keys
    if (opener === "keys") button?.click();
    else setOpen(true);
  }, [id, opener]);
  return (
    <Base.Root open={isOpen} onOpenChange={setOpen} triggerId={id}>
      <Base.Trigger id={id} render={trigger} aria-label={label} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={5} collisionPadding={8} className="z-60 outline-none">
          <Base.Popup finalFocus={finalFocus && (() => given(finalFocus()))} className={cx(MENU_POPUP, "max-h-(--available-height) min-w-44 overflow-y-auto")}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The element itself has the focus, where the library would look for a button in it. Without one it does as it does by itself: the trigger, unless something else has the focus. */
function given(element: HTMLElement | null): boolean {
  const { activeElement, body } = document;
  if (element) {
    element.focus();
    return false;
  }
  return activeElement === null || activeElement === body || activeElement.closest("[role=menu]") !== null;
}

export function MenuItem({ icon, shortcut, tone = "neutral", disabled, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item disabled={disabled} onClick={onSelect} className={cx(MENU_ITEM, tone === "danger" && "text-technical-text")}>
      {icon && <span className={tone === "danger" ? "text-technical" : "text-ink-3"}>{icon}</span>}
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Base.Item>
  );
}

export function MenuChoice<V extends string>({ label, value, onChange, options }: MenuChoiceProps<V>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-11 font-medium text-ink-3">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick className={cx(MENU_ITEM, "pr-8")}>
            {option.icon && <span className="text-ink-3">{option.icon}</span>}
            {option.label}
            <Base.RadioItemIndicator className="absolute right-2">
              <Check size={14} aria-hidden className="text-accent" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
