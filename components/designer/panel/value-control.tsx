"use client";

import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { isPromised, PROMISED } from "#flow/promised.ts";
import { cx } from "#components/ui/cx.ts";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ExpressionValue } from "#server/app.ts";
import { toast } from "#components/ui/toast.tsx";
import type { ExpressionHandle } from "./expression-editor.tsx";
import { ExpressionField } from "./expression-field.tsx";
import { ListInput } from "./list-input.tsx";
import { draggedPath, isPathDrag } from "./path-drag.ts";
import { textSource, withPath } from "./put-path.ts";
import { ProblemLines, SettingLabel } from "./setting.tsx";
import { type EditorProps, hasError, type Target, usePanel, useProblemsAt, useTarget } from "./panel-context.tsx";

/** What a literal of this setting is. */
export type Literal =
  | { kind: "text" | "long-text" | "number" | "json" | "texts" | "numbers" }
  | { kind: "choice"; options: { value: string; label: string }[] }
  | { kind: "yes-no" };

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
}: ValueControlProps) {
  const id = useId();
  const { canEdit } = usePanel();
  const problems = useProblemsAt(path, literal.kind === "json");
  const asExpression = isExpression(value) || (always && (value === undefined || value === ""));
  const called = name ?? label;
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
  return (
    <div
      data-field={path}
      {...drop.handlers}
      className={cx("flex min-w-0 flex-col gap-1 rounded-2", drop.isOver && "shadow-[0_0_0_4px_var(--surface),0_0_0_6px_var(--accent)]")}
    >
      <div className="flex items-center gap-2">
        <SettingLabel htmlFor={id} label={label} required={required} hint={hint} />
        <span className="ml-auto flex shrink-0 items-center gap-1">
          {!always && !fixed && (
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
        </span>
      </div>
      {asExpression ? (
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
      )}
      {help && <p className="text-12 text-ink-3">{help}</p>}
      <ProblemLines problems={problems} />
    </div>
  );
}

type LiteralInputProps = {
  id: string;
  called: string;
  value: Json | undefined;
  literal: Literal;
  onChange: (value: Json | undefined) => void;
  placeholder?: string | undefined;
  invalid: boolean;
  disabled: boolean;
};

function LiteralInput({ id, called, value, literal, onChange, placeholder, invalid, disabled }: LiteralInputProps) {
  const common = { id, disabled, ...(invalid ? { "aria-invalid": true as const } : {}) };
  const text = value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value, null, literal.kind === "json" ? 2 : 0);
  if (literal.kind === "choice" || literal.kind === "yes-no") {
    const options = literal.kind === "choice" ? literal.options : YES_NO;
    // what a step type does by itself stands first
    const byItself = literal.kind === "choice" && literal.options[0] ? `${literal.options[0].label} (unless chosen)` : undefined;
    const chosen = literal.kind === "yes-no" ? (typeof value === "boolean" ? String(value) : null) : text === "" ? null : text;
    return (
      <Select
        {...common}
        label={called}
        {...(byItself ? { placeholder: byItself } : {})}
        value={chosen}
        options={options}
        onChange={(next) => onChange(literal.kind === "yes-no" ? next === "true" : next)}
      />
    );
  }
  if (literal.kind === "texts" || literal.kind === "numbers")
    return <ListInput {...common} called={called} value={value} isNumbers={literal.kind === "numbers"} onChange={onChange} />;
  if (literal.kind === "json") return <JsonInput key={id} {...common} called={called} value={value} onChange={onChange} placeholder={placeholder} />;
  if (literal.kind === "long-text")
    return (
      <Textarea {...common} value={text} placeholder={placeholder} onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)} />
    );
  return (
    <Input
      {...common}
      value={text}
      placeholder={placeholder}
      inputMode={literal.kind === "number" ? "decimal" : undefined}
      spellCheck={false}
      onChange={(event) => onChange(typed(event.target.value, literal))}
    />
  );
}

const YES_NO = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

function typed(text: string, literal: Literal): Json | undefined {
  if (text === "") return undefined;
  return literal.kind === "number" && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** JSON as text: what does not parse stays in the field and is not taken over. */
function JsonInput({
  called,
  value,
  onChange,
  ...rest
}: {
  id: string;
  disabled: boolean;
  called: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  placeholder?: string | undefined;
}) {
  const text = value === undefined ? "" : JSON.stringify(value, null, 2);
  return (
    <Textarea
      {...rest}
      mono
      rows={Math.min(12, Math.max(3, text.split("\n").length))}
      defaultValue={text}
      spellCheck={false}
      aria-label={called}
      onChange={(event) => {
        const field = event.target;
        const parsed = parsedJson(field.value);
        field.setCustomValidity(parsed.ok ? "" : "This is not JSON yet.");
        field.setAttribute("aria-invalid", String(!parsed.ok));
        if (parsed.ok) onChange(parsed.value);
      }}
    />
  );
}

function parsedJson(text: string): { ok: true; value: Json | undefined } | { ok: false } {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    const value: Json = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
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

/** Takes paths: those that are dragged here, and while this setting had the focus last, those that are chosen. */
function useDrop(label: string, put: (path: string) => void) {
  const target = useTarget();
  const [isOver, setOver] = useState(false);
  const latest = useRef(put);
  latest.current = put;
  const own = useRef<Target>({ label, put: (path) => latest.current(path) });
  own.current.label = label;
  useEffect(() => {
    const { current } = own;
    return () => {
      if (target.current === current) target.current = null;
    };
  }, [target]);
  const handlers = {
    onFocus: () => {
      target.current = own.current;
    },
    onDragOver: (event: DragEvent) => {
      if (!isPathDrag(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      // inside an expression's editor it went where the mouse was
      if (event.defaultPrevented || !isPathDrag(event)) return;
      event.preventDefault();
      latest.current(draggedPath(event));
    },
  };
  return { isOver, handlers };
}

/** What the expression gives for the sample. */
export function LiveValue({ source }: { source: string }) {
  const { liveValue, hasSample } = usePanel();
  if (source.trim() === "") return null;
  if (!hasSample) return <p className="text-11 text-ink-3">Choose a sample to see its value here.</p>;
  const value = liveValue(source);
  return (
    <p aria-live="polite" className={cx("truncate font-mono text-11", value && !value.ok ? "text-technical-text" : "text-ink-2")} title={words(value)}>
      <span className="text-ink-3">= </span>
      {words(value)}
    </p>
  );
}

export function words(value: ExpressionValue | undefined): string {
  if (!value) return "…";
  if (!value.ok) return value.message;
  if (value.value === undefined) return "missing: the sample has no such data";
  if (isPromised(value.value)) return PROMISED;
  return typeof value.value === "string" ? value.value : JSON.stringify(value.value);
}
