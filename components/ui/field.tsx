"use client";

import { OctagonX } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

export type FieldIds = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; "aria-required"?: true };

/** A label, its control, help and what is wrong with it. The control takes the ids that tie them together. */
export function Field({
  label,
  help,
  error,
  required = false,
  className,
  children,
}: {
  label: ReactNode;
  help?: ReactNode;
  error?: string | null;
  required?: boolean;
  className?: string;
  children: (ids: FieldIds) => ReactNode;
}) {
  const id = useId();
  const described = [help ? `${id}-help` : null, error ? `${id}-error` : null].filter((part) => part !== null).join(" ");
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <span className="flex items-baseline gap-2">
        <label htmlFor={id} className="text-12 font-medium text-ink">
          {label}
        </label>
        {required && <span className="text-11 text-ink-3">required</span>}
      </span>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true } : {}),
        ...(required ? { "aria-required": true } : {}),
      })}
      {help && (
        <p id={`${id}-help`} className="text-12 text-ink-3">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-12 text-technical-text">
          <OctagonX size={14} aria-hidden className="mt-px shrink-0 text-technical" /> {error}
        </p>
      )}
    </div>
  );
}
