/** How menus look, and what is said of them: what stands on the page and what opens share it. */
import type { HTMLAttributes, ReactElement, ReactNode } from "react";

export const MENU_POPUP = "popup rounded-3 border border-line bg-raised p-1 text-13 text-ink shadow-2 outline-none";
export const MENU_ITEM =
  "relative flex min-h-[30px] cursor-default items-center gap-2 rounded-2 px-2 text-13 text-ink outline-none select-none data-highlighted:bg-surface-3 data-disabled:text-ink-4 [&_svg]:shrink-0";

export type MenuProps = {
  trigger: ReactElement<HTMLAttributes<HTMLElement>>;
  label?: string | undefined;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "bottom" | "right" | undefined;
  /** what has the focus when something was chosen; null: what the trigger is, unless something else took the focus meanwhile */
  finalFocus?: (() => HTMLElement | null) | undefined;
  children: ReactNode;
};

export type Opener = "pointer" | "keys";

export type MenuItemProps = {
  icon?: ReactNode;
  shortcut?: string;
  tone?: "neutral" | "danger";
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
};

export type MenuChoiceProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: { value: V; label: ReactNode; icon?: ReactNode }[];
};
