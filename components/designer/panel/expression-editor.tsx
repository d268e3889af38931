"use client";

import { acceptCompletion, autocompletion, closeCompletion, completionKeymap, completionStatus, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap, placeholder as placeholderOf } from "@codemirror/view";
import { BookOpen, Maximize2 } from "lucide-react";
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { later } from "#components/ui/later.tsx";
import { ToldAway } from "#components/ui/told-away.tsx";
import { insertPath } from "#flow/expression/insert.ts";
import type { Mistake } from "#flow/expression/mistakes.ts";
import { complete, putCall } from "./expression-complete.ts";
import { applyFix, fixNext, mistakeLinter } from "./expression-lint.ts";
import { colours, expressionLanguage, looks } from "./expression-looks.ts";
import { putSignatureAway, signatureHelp } from "./expression-signature.ts";
import styles from "./expression.module.css";
import { usePanel } from "./panel-context.tsx";
import { PATH_TYPE } from "./path-drag.ts";

const FunctionReference = later(() => import("./function-reference.tsx").then((module) => module.FunctionReference), { missing: ToldAway });
const ExpressionDialog = later(() => import("./expression-dialog.tsx").then((module) => module.ExpressionDialog), { missing: ToldAway });

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
  /** it stands in the larger editor */
  isLarge?: boolean;
  /** false where it looks at an item: its value for the sample would say nothing */
  live?: boolean;
};

/**
 * One expression: coloured, completed from what the step really sees, its mistakes underlined and put right where that is possible. F1 opens
 * all functions, F2 a larger editor. Tab leaves it, as it leaves every field.
 */
export function ExpressionEditor({
  ref,
  id,
  label,
  value,
  onChange,
  placeholder,
  invalid,
  isFocused = false,
  isLarge = false,
  live = true,
}: ExpressionEditorProps) {
  const { scope, canEdit } = usePanel();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [opened, setOpened] = useState<"functions" | "large" | null>(null);
  // the editor lives longer than one drawing: it reads the latest of these
  const latest = useRef({ scope, onChange });
  latest.current = { scope, onChange };
  const initial = useRef({ value, canEdit, label, placeholder, id, isFocused, isLarge });
  useImperativeHandle(ref, () => ({ put: (path) => view.current && putAt(view.current, path, view.current.state.selection.main) }), []);

  useEffect(() => {
    if (!host.current) return;
    const first = initial.current;
    const opens = (what: "functions" | "large") => {
      setOpened(what);
      return true;
    };
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.value,
        extensions: [
          history(),
          expressionLanguage,
          syntaxHighlighting(colours),
          looks,
          EditorView.lineWrapping,
          autocompletion({ override: [(context) => complete(context, latest.current.scope)], icons: false, activateOnTyping: true }),
          signatureHelp,
          mistakeLinter({ scope: () => latest.current.scope, found: setMistakes }),
          keymap.of([
            { key: "Tab", run: acceptCompletion },
            { key: "Mod-Space", run: startCompletion },
            { key: "Mod-.", run: (at) => fixNext(at, latest.current.scope) },
            // the browser's own help, and the designer's, must not come as well
            { key: "F1", run: () => opens("functions"), stopPropagation: true },
            ...(first.isLarge ? [] : [{ key: "F2", run: () => opens("large"), stopPropagation: true }]),
            // one Escape closes one thing: the list of completions, the help, and only then what the editor stands in
            { key: "Escape", run: (at) => closeCompletion(at) || putSignatureAway(at), stopPropagation: true },
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap.filter((binding) => binding.key !== "Tab" && binding.key !== "Escape"),
          ]),
          EditorView.updateListener.of((update) => {
            // what came from outside is no edit: told again, it would stand before the real one in the history
            if (update.docChanged && !update.transactions.some((each) => each.annotation(given))) latest.current.onChange(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({
            drop: (event, dropped) => putWhereDropped(event, dropped),
            // the library closes a list that is open, and opens one that is still on its way
            blur: (_, left) => {
              if (completionStatus(left.state) === "pending") closeCompletion(left);
            },
          }),
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

  const told = useRef({ label, id, canEdit });
  useEffect(() => {
    const { label: was, id: wasId, canEdit: could } = told.current;
    if (was === label && wasId === id && could === canEdit) return;
    told.current = { label, id, canEdit };
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

  const mistake = mistakes.find(({ fix }) => fix !== null);
  return (
    <div className={styles.field} data-large={isLarge || undefined}>
      <div ref={host} data-invalid={invalid || undefined} className={styles.expression} />
      {canEdit && (
        <span className={styles.tools}>
          <IconButton size="sm" tabIndex={-1} label="Functions" shortcut="F1" onClick={() => setOpened("functions")}>
            <BookOpen size={14} aria-hidden />
          </IconButton>
          {!isLarge && (
            <IconButton size="sm" tabIndex={-1} label="Larger editor" shortcut="F2" onClick={() => setOpened("large")}>
              <Maximize2 size={14} aria-hidden />
            </IconButton>
          )}
        </span>
      )}
      {canEdit && mistake?.fix && (
        <p className={styles.mistake}>
          {!invalid && <span>{mistake.message}</span>}
          <Button size="sm" title="Ctrl ." onClick={() => view.current && mistake.fix && applyFix(view.current, mistake.fix)}>
            {mistake.fix.label}
          </Button>
        </p>
      )}
      {opened === "functions" && (
        <FunctionReference
          onClose={() => setOpened(null)}
          onChoose={(name) => {
            setOpened(null);
            const editor = view.current;
            if (!editor) return;
            putCall(editor, { name, ...rangeOf(editor) });
            requestAnimationFrame(() => editor.focus());
          }}
        />
      )}
      {opened === "large" && (
        <ExpressionDialog
          label={label}
          value={value}
          live={live}
          onClose={() => {
            setOpened(null);
            requestAnimationFrame(() => view.current?.focus());
          }}
        >
          <ExpressionEditor isLarge isFocused label={`${label}, larger`} value={value} onChange={onChange} />
        </ExpressionDialog>
      )}
    </div>
  );
}

/** The text was given by the page, not typed here. */
const given = Annotation.define<boolean>();
const editable = new Compartment();
const named = new Compartment();

function nameOf({ label, id }: { label: string; id?: string | undefined }) {
  return EditorView.contentAttributes.of({ "aria-label": label, ...(id ? { id } : {}) });
}

function rangeOf({ state }: EditorView): { from: number; to: number } {
  const { from, to } = state.selection.main;
  return { from, to };
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
