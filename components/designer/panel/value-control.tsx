"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { cx } from "#components/ui/cx.ts";
import { toast } from "#components/ui/toast.tsx";
import type { ExpressionHandle } from "./expression-editor.tsx";
import { ExpressionField } from "./expression-field.tsx";
import { parsedJson } from "./json.ts";
import { type Literal, LiteralInput } from "./literal-input.tsx";
import { LiveValue } from "./live-value.tsx";
import { type EditorProps, hasError, usePanel, useProblemsAt } from "./panel-context.tsx";
import { textSource, withPath } from "./put-path.ts";
import { ProblemLines, RowLabel, SettingLabel } from "./setting.tsx";
import { useDrop } from "./use-drop.ts";

type ValueControlProps = EditorProps & {
  literal: Literal;
  /** never a literal: an expression by nature */
  always?: boolean;
  /** never an expression: nothing is worked out where it is used */
  fixed?: boolean;
  /** false where the expression looks at an item: its value for the sample would say nothing */
  live?: boolean;
  required?: boolean;
  help?: ReactNode;
  hint?: ReactNode;
  placeholder?: string;
  /** accessible name, where the visible label is shorter */
  name?: string;
  end?: ReactNode;
  /** one of many: its name and type on the left, its value on the right */
  isRow?: boolean;
};

/** A setting that is either written down or worked out: a literal, or an expression with its live value underneath. */
export function ValueControl({
  path,
  label,
  value,
  onChange,
  literal,
  always = false,
  fixed = false,
  live = true,
  required,
  help,
  hint,
  placeholder,
  name,
  end,
  isRow = false,
}: ValueControlProps) {
  const id = useId();
  const { canEdit } = usePanel();
  const problems = useProblemsAt(path, literal.kind === "json");
  const asExpression = isExpression(value) || (always && (value === undefined || value === ""));
  const called = name ?? label;
  const isSwitched = !always && !fixed;
  const source = isExpression(value) ? value.$ : "";
  const toggle = () => onChange(asExpression ? literalFrom(source, literal) : { $: sourceFrom(value) });
  const editor = useRef<ExpressionHandle>(null);
  const [isWritten, setWritten] = useState(false);
  const drop = useDrop(called, (given) => {
    if (!canEdit) return;
    if (editor.current) return editor.current.put(given);
    const put = withPath({ value, literal: Array.isArray(value) ? "json" : literal.kind, path: given, label: called });
    if (put.kind === "refused") return void toast(put.why);
    setWritten(true);
    onChange(put.value);
  });
  const tools = (
    <>
      {isSwitched && (
        <button
          type="button"
          aria-pressed={asExpression}
          aria-label={asExpression ? `Use a fixed value for ${called}` : `Use an expression for ${called}`}
          title={asExpression ? "Use a fixed value" : "Use an expression"}
          disabled={!canEdit}
          onClick={toggle}
          className="grid h-5 min-w-5 place-items-center rounded-1 px-1 font-mono text-11 text-ink-3 hover:bg-surface-3 aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
        >
          fx
        </button>
      )}
      {end}
    </>
  );
  const control = asExpression ? (
    <>
      <ExpressionField
        ref={editor}
        isFocused={isWritten}
        id={id}
        label={called}
        value={source}
        onChange={(text) => onChange(always && text === "" && !required ? undefined : { $: text })}
        placeholder={placeholder ?? "trigger.body.…"}
        invalid={hasError(problems)}
        live={live}
      />
      {live && <LiveValue source={source} />}
    </>
  ) : (
    <LiteralInput
      id={id}
      called={called}
      value={value}
      literal={literal}
      onChange={onChange}
      placeholder={placeholder}
      invalid={hasError(problems)}
      disabled={!canEdit}
    />
  );
  const about = (
    <>
      {help && <p className="text-12 text-ink-3">{help}</p>}
      <ProblemLines problems={problems} />
    </>
  );
  const over = drop.isOver && "shadow-[0_0_0_4px_var(--surface),0_0_0_6px_var(--accent)]";
  // the tools stand beside the name, and behind the value for Tab: from a name it goes to the value
  if (isRow)
    return (
      <div data-field={path} {...drop.handlers} className={cx("flex min-w-0 flex-col gap-1 rounded-2", over)}>
        <div data-row className="group grid min-w-0 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3">
          <RowLabel htmlFor={id} label={label} required={required} hint={hint} />
          <div className="col-start-2 row-start-1 flex min-w-0 flex-col gap-0.5">{control}</div>
          {/* many rows with the same tools say nothing: they come with the pointer or the keyboard, and stand where there is no pointer */}
          <span className="col-start-1 row-start-1 flex items-center gap-0.5 self-end justify-self-end rounded-2 bg-surface opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100">
            {tools}
          </span>
        </div>
        {about}
      </div>
    );
  return (
    <div data-field={path} {...drop.handlers} className={cx("relative flex min-w-0 flex-col gap-1 rounded-2", over)}>
      <div className={cx("flex items-center", end ? "min-h-6" : isSwitched && "min-h-5", isSwitched && end ? "pr-14" : isSwitched || end ? "pr-8" : null)}>
        <SettingLabel htmlFor={id} label={label} required={required} hint={hint} />
      </div>
      {control}
      <span className="absolute top-0 right-0 flex items-center gap-1">{tools}</span>
      {about}
    </div>
  );
}

function literalFrom(source: string, literal: Literal): Json | undefined {
  const text = /^'([^']*)'$/.exec(source)?.[1] ?? /^"([^"]*)"$/.exec(source)?.[1];
  if (text !== undefined) return unescaped(text);
  if (literal.kind === "number" && Number.isFinite(Number(source)) && source.trim() !== "") return Number(source);
  if (source === "true" || source === "false") return source === "true";
  return undefined;
}

function unescaped(text: string): string {
  const read = parsedJson(`"${text.replace(/(?<!\\)"/g, '\\"')}"`);
  return read.ok && typeof read.value === "string" ? read.value : text;
}

function sourceFrom(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "";
  return typeof value === "string" ? textSource(value) : JSON.stringify(value);
}
