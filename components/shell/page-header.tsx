"use client";

import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { EnvironmentSwitcher } from "./environment-switcher.tsx";
import { openPalette } from "./palette-door.ts";
import { useIsApple } from "./platform.ts";

/** The 48 px top bar of a work list: title, a few quiet words, then what this page does. Search and environment close it. */
export function PageHeader({
  title,
  meta,
  search = true,
  environment = true,
  className,
  children,
}: {
  title: string;
  meta?: ReactNode;
  search?: boolean;
  environment?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <header
      className={cx("flex min-h-(--topbar) shrink-0 flex-wrap items-center gap-x-2.5 gap-y-2 border-b border-line bg-surface py-1.5 pr-3 pl-4", className)}
    >
      <h1 className="text-16 font-semibold">{title}</h1>
      {meta && <span className="flex items-center gap-1.5 text-12 text-ink-3">{meta}</span>}
      <span className="flex-1" />
      {children}
      {search && <SearchButton />}
      {environment && <EnvironmentSwitcher />}
    </header>
  );
}

/** Looks like a search field and opens the command palette. */
export function SearchButton() {
  const isApple = useIsApple();
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-keyshortcuts="Control+K Meta+K"
      className="hidden h-(--control) w-[200px] items-center gap-2 rounded-2 border border-line-strong bg-surface px-2 text-13 text-ink-3 hover:border-line-control lg:flex"
    >
      <Search size={14} aria-hidden />
      <span className="truncate">Search or jump to</span>
      <Kbd className="ml-auto">{isApple ? "⌘K" : "Ctrl K"}</Kbd>
    </button>
  );
}
