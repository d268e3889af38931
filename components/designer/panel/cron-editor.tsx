"use client";

import { type ReactNode, useId } from "react";
import { Input } from "#components/ui/input.tsx";
import { scheduleProblem, ticksFrom } from "#flow/schedule.ts";
import { type EditorProps, hasError, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingLabel } from "./setting.tsx";

const SHOWN = 4;

/** When a schedule comes, as a cron expression, and what that means: the next times, by the clock of its zone. */
export function CronEditor({
  path,
  label,
  value,
  onChange,
  help,
  placeholder,
  required,
}: EditorProps & { help?: ReactNode; placeholder?: string; required?: boolean }) {
  const id = useId();
  const { step, canEdit } = usePanel();
  const problems = useProblemsAt(path);
  const cron = typeof value === "string" ? value : "";
  const timeZone = typeof step.config.timeZone === "string" ? step.config.timeZone : "UTC";
  const spec = { cron, timeZone };
  const ticks = cron === "" || scheduleProblem(spec) !== null ? [] : ticksFrom(spec, { after: Date.now(), count: SHOWN });
  return (
    <div data-field={path} className="flex min-w-0 flex-col gap-1">
      <SettingLabel htmlFor={id} label={label} required={required} />
      <Input
        id={id}
        mono
        value={cron}
        disabled={!canEdit}
        placeholder={placeholder}
        spellCheck={false}
        aria-invalid={hasError(problems) ? true : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <ProblemLines problems={problems} />
      {ticks.length > 0 ? (
        <p className="text-11 text-ink-3">
          Next:{" "}
          {ticks
            .map((tick) =>
              new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone }).format(tick),
            )
            .join(" · ")}
        </p>
      ) : (
        <p className="text-11 text-ink-3">{help}</p>
      )}
    </div>
  );
}
