"use client";

import { OctagonX, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { formatPlural } from "#components/ui/format.ts";
import type { Problem } from "#flow/problem.ts";
import { WaysOut } from "./ways-out.tsx";

export function SettingLabel({
  htmlFor,
  label,
  required = false,
  hint,
}: {
  htmlFor?: string;
  label: ReactNode;
  required?: boolean | undefined;
  hint?: ReactNode;
}) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <label htmlFor={htmlFor} className="truncate text-12 font-medium text-ink">
        {label}
      </label>
      {required && <span className="shrink-0 text-11 text-ink-3">required</span>}
      {hint && <span className="mono truncate text-11 text-ink-3">{hint}</span>}
    </span>
  );
}

/** The left of a row: the name, and below it what kind of value it takes. */
export function RowLabel({ htmlFor, label, required = false, hint }: { htmlFor: string; label: string; required?: boolean | undefined; hint?: ReactNode }) {
  return (
    <span className="col-start-1 row-start-1 flex min-w-0 flex-col pt-1">
      <span className="flex min-w-0 items-baseline gap-1.5">
        <label htmlFor={htmlFor} title={label} className="truncate text-12 font-medium text-ink">
          {label}
        </label>
        {required && <span className="shrink-0 text-11 text-ink-3">required</span>}
      </span>
      {hint && (
        <span className="mono truncate text-11 text-ink-3" {...(typeof hint === "string" ? { title: hint } : {})}>
          {hint}
        </span>
      )}
    </span>
  );
}

/** of one setting; as many again with each press */
const MOST = 4;
const MORE = 20;

/** What is wrong with a setting, and what to do, where the person is looking: what stands in the way first, and of many the first few. */
export function ProblemLines({ problems }: { problems: Problem[] }) {
  const [most, setMost] = useState(MOST);
  const inOrder = problems.toSorted((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  const left = problems.length - most;
  return (
    <>
      {inOrder.slice(0, most).map((problem) => (
        <ProblemLine key={`${problem.code} ${problem.field} ${problem.message}`} problem={problem} />
      ))}
      {problems.length > MOST && (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setMost(left > 0 ? most + MORE : MOST)}>
          {left > 0 ? `${formatPlural(left, "more problem")}` : "Show the first few"}
        </Button>
      )}
    </>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  return (
    <p className={problem.severity === "error" ? "flex items-start gap-1.5 text-12 text-technical-text" : "flex items-start gap-1.5 text-12 text-warn-text"}>
      {problem.severity === "error" ? (
        <OctagonX size={14} aria-hidden className="mt-px shrink-0 text-technical" />
      ) : (
        <TriangleAlert size={14} aria-hidden className="mt-px shrink-0 text-warn" />
      )}
      <span>
        {problem.message} {problem.fix}
        {problem.ways && <WaysOut step={problem.step} ways={problem.ways} />}
      </span>
    </p>
  );
}

/** A setting whose control has labels of its own inside. */
export function SettingGroup({
  path,
  label,
  required,
  help,
  end,
  children,
}: {
  path: string;
  label: ReactNode;
  required?: boolean | undefined;
  help?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset data-field={path} className="flex min-w-0 flex-col gap-2">
      <legend className="float-left mb-0 flex w-full items-baseline gap-2 text-12 font-medium text-ink">
        {label}
        {required && <span className="text-11 font-normal text-ink-3">required</span>}
        {end && <span className="ml-auto">{end}</span>}
      </legend>
      {help && <p className="clear-both text-12 text-ink-3">{help}</p>}
      <div className="clear-both flex min-w-0 flex-col gap-2">{children}</div>
    </fieldset>
  );
}
