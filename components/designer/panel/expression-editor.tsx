"use client";

import { acceptCompletion, autocompletion, type CompletionContext, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap, placeholder as placeholderOf } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { insertPath } from "#flow/expression/insert.ts";
import { completions, syntaxProblem } from "#flow/expression/inspect.ts";
import type { Shape } from "#flow/shape.ts";
import styles from "./expression.module.css";
import { usePanel } from "./panel-context.tsx";
import { PATH_TYPE } from "./path-drag.ts";

export type ExpressionHandle = { /** writes a path where the cursor is */ put: (path: string) => void };

type ExpressionEditorProps = {
  ref?: Ref<ExpressionHandle>;
  id?: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  invalid?: boolean;
  /** it takes the focus when it appears */
  isFocused?: boolean;
};

/** One expression: coloured, completed from what the step really sees, its mistakes underlined. Tab leaves it, as it leaves every field. */
export function ExpressionEditor({ ref, id, label, value, onChange, placeholder, invalid, isFocused = false }: ExpressionEditorProps) {
  const { scope, canEdit } = usePanel();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  // the editor lives longer than one drawing: it reads the latest of these
  const latest = useRef({ scope, onChange });
  latest.current = { scope, onChange };
  const initial = useRef({ value, canEdit, label, placeholder, id, isFocused });
  useImperativeHandle(ref, () => ({ put: (path) => view.current && putAt(view.current, path, view.current.state.selection.main) }), []);

  useEffect(() => {
    if (!host.current) return;
    const first = initial.current;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.value,
        extensions: [
          history(),
          language,
          syntaxHighlighting(colours),
          looks,
          EditorView.lineWrapping,
          autocompletion({ override: [(context) => complete(context, latest.current.scope)], icons: false, activateOnTyping: true }),
          linter(({ state }) => mistakes(state.doc.toString()), { delay: 300 }),
          keymap.of([
            { key: "Tab", run: acceptCompletion },
            { key: "Mod-Space", run: startCompletion },
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap.filter((binding) => binding.key !== "Tab" && binding.key !== "Escape"),
          ]),
          EditorView.updateListener.of((update) => {
            // what came from outside is no edit: told again, it would stand before the real one in the history
            if (update.docChanged && !update.transactions.some((each) => each.annotation(given))) latest.current.onChange(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({ drop: (event, dropped) => putWhereDropped(event, dropped) }),
          named.of(nameOf(first)),
          editable.of(EditorView.editable.of(first.canEdit)),
          ...(first.placeholder ? [placeholderOf(first.placeholder)] : []),
        ],
      }),
    });
    view.current = editor;
    if (first.isFocused) {
      editor.dispatch({ selection: { anchor: first.value.length } });
      editor.focus();
    }
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: [named.reconfigure(nameOf({ label, id })), editable.reconfigure(EditorView.editable.of(canEdit))] });
  }, [label, id, canEdit]);

  // undo, another person's change, a renamed step: the text comes from outside
  useEffect(() => {
    const editor = view.current;
    const held = editor?.state.doc.toString();
    if (!editor || held === value) return;
    const annotations = [given.of(true), Transaction.addToHistory.of(false)];
    editor.dispatch({ changes: { from: 0, to: held?.length ?? 0, insert: value }, annotations });
  }, [value]);

  return <div ref={host} data-invalid={invalid || undefined} className={styles.expression} />;
}

/** The text was given by the page, not typed here. */
const given = Annotation.define<boolean>();
const editable = new Compartment();
const named = new Compartment();

function nameOf({ label, id }: { label: string; id?: string | undefined }) {
  return EditorView.contentAttributes.of({ "aria-label": label, ...(id ? { id } : {}) });
}

function putAt(view: EditorView, path: string, { from, to }: { from: number; to: number }): void {
  const held = view.state.doc.toString();
  const { source, cursor } = insertPath({ source: held, from, to, path });
  view.dispatch({ changes: { from: 0, to: held.length, insert: source }, selection: { anchor: cursor }, userEvent: "input.drop" });
  view.focus();
}

/** A path from the data goes where the mouse is; other text is the editor's own business. */
function putWhereDropped(event: DragEvent, view: EditorView): boolean {
  const path = event.dataTransfer?.getData(PATH_TYPE) ?? "";
  if (path === "" || !view.state.facet(EditorView.editable)) return false;
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
  event.preventDefault();
  putAt(view, path, { from: at, to: at });
  return true;
}

function complete(context: CompletionContext, scope: Shape) {
  const source = context.state.doc.toString();
  const found = completions(source, context.pos, scope);
  const [first] = found;
  if (!first || (!context.explicit && context.pos === 0)) return null;
  return {
    from: first.from,
    options: found.map((each) => ({
      label: each.label,
      detail: each.detail,
      type: each.kind,
      apply:
        each.kind === "function" ? (view: EditorView, _: unknown, from: number, to: number) => applyFunction(view, { name: each.label, from, to }) : each.label,
    })),
    validFor: /^\$?\w*$/,
  };
}

/** A function comes with its brackets, and the cursor between them. */
function applyFunction(view: EditorView, q: { name: string; from: number; to: number }): void {
  view.dispatch({ changes: { from: q.from, to: q.to, insert: `${q.name}()` }, selection: { anchor: q.from + q.name.length + 1 } });
}

function mistakes(source: string) {
  if (source.trim() === "") return [];
  const problem = syntaxProblem(source);
  if (!problem) return [];
  const at = Math.min(Math.max(problem.position - 1, 0), Math.max(source.length - 1, 0));
  return [{ from: at, to: Math.min(at + 1, source.length), severity: "error" as const, message: problem.message }];
}

const language = StreamLanguage.define<{ inComment: boolean }>({
  startState: () => ({ inComment: false }),
  token: (stream, state) => {
    if (state.inComment || stream.match("/*")) {
      state.inComment = !stream.match(/^.*?\*\//);
      if (state.inComment) stream.skipToEnd();
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^'(?:[^'\\]|\\.)*'?/) || stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
    if (stream.match(/^\d+(\.\d+)?/)) return "number";
    if (stream.match(/^\$\w*/)) return "variableName.function";
    if (stream.match(/^(and|or|in|true|false|null|function)\b/)) return "keyword";
    if (stream.match(/^[A-Za-z_]\w*/)) return "propertyName";
    stream.next();
    return "operator";
  },
});

const colours = HighlightStyle.define([
  { tag: tags.string, color: "var(--succeeded-text)" },
  { tag: tags.number, color: "var(--business-text)" },
  { tag: tags.function(tags.variableName), color: "var(--accent-text)" },
  { tag: tags.keyword, color: "var(--accent-text)" },
  { tag: tags.propertyName, color: "var(--c-transform)" },
  { tag: tags.operator, color: "var(--ink-3)" },
  { tag: tags.comment, color: "var(--ink-3)" },
]);

const looks = EditorView.theme({
  "&": { fontSize: "12px", background: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { fontFamily: "var(--mono)", padding: "5px 0", caretColor: "var(--ink)", minHeight: "18px" },
  ".cm-line": { padding: "0 9px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "var(--accent-soft)" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--e-2)", color: "var(--ink)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12px", maxHeight: "220px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--surface-3)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal", marginLeft: "10px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-diagnostic": { fontSize: "12px", padding: "4px 8px" },
});
