"use client";

import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./cx.ts";
import { tipOf } from "./tooltip.tsx";

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> & {
  /** what it does: its accessible name and its tooltip */
  label: string;
  /** the key that does the same, shown in the tooltip */
  shortcut?: string;
  size?: "md" | "sm";
  isOn?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

export function IconButton({ label, shortcut, size = "md", isOn = false, className, children, type = "button", ...rest }: IconButtonProps) {
  "use memo";
  return (
    <button
      {...rest}
      {...tipOf({ text: label, shortcut })}
      type={type}
      aria-label={label}
      className={cx(
        // only under the pointer: Undo turns on with the first letter of a word, and fading it in would paint the page nine times between two keys
        "inline-grid shrink-0 place-items-center rounded-2 hover:transition-colors disabled:cursor-not-allowed disabled:text-ink-4 disabled:hover:bg-transparent",
        size === "md" ? "size-7" : "size-6",
        isOn ? "bg-accent-soft text-accent-text" : "text-ink-2 hover:bg-surface-3",
        className,
      )}
    >
      {children}
    </button>
  );
}
