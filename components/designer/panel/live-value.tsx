"use client";

import { cx } from "#components/ui/cx.ts";
import { isPromised, PROMISED } from "#flow/promised.ts";
import type { ExpressionValue } from "#server/app.ts";
import { usePanel } from "./panel-context.tsx";

/** What the expression gives for the sample. */
export function LiveValue({ source }: { source: string }) {
  const { liveValue, hasSample } = usePanel();
  if (source.trim() === "") return null;
  if (!hasSample) return <p className="text-11 text-ink-3">Choose a sample to see its value here.</p>;
  const value = liveValue(source);
  return (
    <p aria-live="polite" className={cx("truncate font-mono text-11", value && !value.ok ? "text-technical-text" : "text-ink-2")} title={valueWords(value)}>
      <span className="text-ink-3">= </span>
      {valueWords(value)}
    </p>
  );
}

export function valueWords(value: ExpressionValue | undefined): string {
  if (!value) return "…";
  if (!value.ok) return value.message;
  if (value.value === undefined) return "missing: the sample has no such data";
  if (isPromised(value.value)) return PROMISED;
  return typeof value.value === "string" ? value.value : JSON.stringify(value.value);
}
