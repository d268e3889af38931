"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Kbd } from "./kbd.tsx";

export const MENU_POPUP = "popup rounded-3 border border-line bg-raised p-1 text-13 text-ink shadow-2 outline-none";
export const MENU_ITEM =
  "relative flex min-h-[30px] cursor-default items-center gap-2 rounded-2 px-2 text-13 text-ink outline-none select-none data-highlighted:bg-surface-3 data-disabled:text-ink-4 [&_svg]:shrink-0";

/** A menu behind one trigger, which is the element given. Items are MenuItem, MenuChoice, MenuHeading and MenuSeparator. */
export function Menu({
  trigger,
  label,
  align = "end",
  side = "bottom",
  finalFocus,
  children,
}: {
  trigger: ReactElement;
  label?: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "right";
  /** what has the focus when something was chosen; null: what the trigger is, unless something else took the focus meanwhile */
  finalFocus?: () => HTMLElement | null;
  children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} aria-label={label} />
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

export function MenuItem({
  icon,
  shortcut,
  tone = "neutral",
  disabled,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  shortcut?: string;
  tone?: "neutral" | "danger";
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Base.Item disabled={disabled} onClick={onSelect} className={cx(MENU_ITEM, tone === "danger" && "text-technical-text")}>
      {icon && <span className={tone === "danger" ? "text-technical" : "text-ink-3"}>{icon}</span>}
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Base.Item>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 text-11 font-medium text-ink-3">{children}</div>;
}

export function MenuSeparator() {
  return <hr className="mx-1 my-1 border-line" />;
}

/** One choice out of several, with a check on the chosen one. */
export function MenuChoice<V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: { value: V; label: ReactNode; icon?: ReactNode }[];
}) {
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
