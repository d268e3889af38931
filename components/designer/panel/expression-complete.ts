import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { completionsAt } from "#flow/expression/complete.ts";
import type { Shape } from "#flow/shape.ts";

/** What the step really sees at this place, and functions. */
export function complete(context: CompletionContext, scope: Shape): CompletionResult | null {
  const { from, isTyped, found } = completionsAt(context.state.doc.toString(), context.pos, scope);
  if (found.length === 0 || (!context.explicit && !isTyped)) return null;
  return {
    from,
    // the list is made for what is typed: the editor must not look through it again
    filter: false,
    options: found.map(
      ({ label, detail, kind, about, insert }): Completion => ({
        label,
        detail,
        type: kind,
        ...(about ? { info: about } : {}),
        apply: kind === "function" ? (view, _, start, end) => putCall(view, { name: insert, from: start, to: end }) : insert,
      }),
    ),
  };
}

/** A function comes with its brackets, and the cursor between them. */
export function putCall(view: EditorView, q: { name: string; from: number; to: number }): void {
  const isCalled = view.state.sliceDoc(q.to, q.to + 1) === "(";
  view.dispatch({
    changes: { from: q.from, to: q.to, insert: isCalled ? q.name : `${q.name}()` },
    selection: { anchor: q.from + q.name.length + 1 },
    userEvent: "input.complete",
  });
}
