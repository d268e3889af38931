"use client";

import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ButtonHTMLAttributes, ComponentProps, ReactNode, Ref } from "react";
import { cx } from "./cx.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
type Look = { variant?: ButtonVariant; size?: "md" | "sm" };

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    icon?: ReactNode;
    /** shows a spinner in place of the icon and takes no second click; it keeps the keyboard, which a button that is switched off loses */
    loading?: boolean;
    ref?: Ref<HTMLButtonElement>;
  };

export function Button({
  variant = "secondary",
  size = "md",
  icon,
  loading = false,
  disabled,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  "use memo";
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled}
      aria-disabled={loading || rest["aria-disabled"]}
      aria-busy={loading || undefined}
      // Enter in a field presses the button that sends the form
      onClick={loading ? (event) => event.preventDefault() : onClick}
      className={cx(buttonLook({ variant, size }), className)}
    >
      {loading ? <LoaderCircle size={14} aria-hidden className="turning" /> : icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function ButtonLink({
  variant = "secondary",
  size = "md",
  icon,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look & { icon?: ReactNode }) {
  return (
    <Link {...rest} className={cx(buttonLook({ variant, size }), "hover:no-underline", className)}>
      {icon}
      {children}
    </Link>
  );
}

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 border font-medium whitespace-nowrap select-none transition-colors [&_svg]:shrink-0 off:cursor-not-allowed";
const SIZES = { md: "h-(--control) px-[11px] text-13", sm: "h-(--control-sm) px-2 text-12" };
const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    "border-transparent bg-accent text-accent-ink hover:bg-accent-hover off:bg-surface-3 off:text-ink-3 [&_kbd]:border-transparent [&_kbd]:bg-[rgb(255_255_255/.16)] [&_kbd]:text-inherit",
  secondary:
    "border-line-strong bg-surface text-ink hover:bg-surface-3 off:border-line off:bg-surface off:text-ink-3 [&_svg]:text-ink-2 off:[&_svg]:text-ink-4",
  ghost: "border-transparent bg-transparent text-ink-2 hover:bg-surface-3 off:bg-transparent off:text-ink-3",
  danger:
    "border-line-strong bg-surface text-technical-text hover:bg-technical-bg hover:border-technical-line off:border-line off:bg-surface off:text-ink-3 [&_svg]:text-technical off:[&_svg]:text-ink-4",
};

export function buttonLook({ variant = "secondary", size = "md" }: Look): string {
  return cx(BASE, SIZES[size], VARIANTS[variant]);
}
