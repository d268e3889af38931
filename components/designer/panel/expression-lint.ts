/** Mistakes in an expression, underlined while it is written. What can be put right is put right by a click, or by Ctrl with the full stop. */
import { type Diagnostic, linter } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import { type Fix, type Mistake, mistakesIn } from "#flow/expression/mistakes.ts";
import type { Shape } from "#flow/shape.ts";

export function mistakeLinter(q: { scope: () => Shape; found: (mistakes: Mistake[]) => void }) {
  return linter(
    ({ state }) => {
      const mistakes = mistakesIn(state.doc.toString(), q.scope());
      q.found(mistakes);
      return mistakes.map(
        ({ from, to, message, fix }): Diagnostic => ({
          from,
          to,
          severity: "error",
          message,
          ...(fix ? { actions: [{ name: fix.label, apply: (view: EditorView) => applyFix(view, fix) }] } : {}),
        }),
      );
    },
    { delay: 300 },
  );
}

export function applyFix(view: EditorView, { from, to, insert }: Fix): void {
  const end = view.state.doc.length;
  view.dispatch({ changes: { from: Math.min(from, end), to: Math.min(to, end), insert }, userEvent: "input.complete" });
  view.focus();
}

/** The fix of the mistake at the cursor, else of the first one. @returns false where nothing can be put right */
export function fixNext(view: EditorView, scope: Shape): boolean {
  const mistakes = mistakesIn(view.state.doc.toString(), scope).filter(({ fix }) => fix !== null);
  const { head } = view.state.selection.main;
  const fix = (mistakes.find(({ from, to }) => from <= head && head <= to) ?? mistakes[0])?.fix;
  if (!fix) return false;
  applyFix(view, fix);
  return true;
}
