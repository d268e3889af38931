/** The function that is being called, shown while its arguments are typed: which one is next, what it gives, what it is for. Escape puts it away. */
import { type EditorState, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, showTooltip, type Tooltip } from "@codemirror/view";
import { type CallAt, callAt } from "#flow/expression/call-at.ts";
import type { FunctionEntry } from "#flow/expression/reference/entry.ts";
import { FUNCTIONS } from "#flow/expression/reference/all.ts";
import styles from "./expression.module.css";

type Shown = { call: CallAt; tooltip: Tooltip };
/** `away`: where the call begins whose help was put away */
type Help = { shown: Shown | null; away: number | null };

const putAway = StateEffect.define<null>();

export const signatureHelp = StateField.define<Help>({
  create: (state) => helpAt(state, null),
  update: (help, transaction) => {
    if (transaction.effects.some((effect) => effect.is(putAway))) return { shown: null, away: help.shown?.call.from ?? null };
    return transaction.docChanged || transaction.selection ? helpAt(transaction.state, help) : help;
  },
  provide: (field) => showTooltip.from(field, (help) => help.shown?.tooltip ?? null),
});

/** @returns false where there was none */
export function putSignatureAway(view: EditorView): boolean {
  if (view.state.field(signatureHelp, false)?.shown == null) return false;
  view.dispatch({ effects: putAway.of(null) });
  return true;
}

function helpAt(state: EditorState, before: Help | null): Help {
  const { main } = state.selection;
  const call = main.empty ? callAt(state.doc.toString(), main.head) : null;
  const entry = call === null ? undefined : FUNCTIONS.get(call.name);
  if (call === null || !entry) return { shown: null, away: null };
  if (before?.away === call.from) return before;
  const held = before?.shown;
  if (held && held.call.from === call.from && held.call.name === call.name && held.call.argument === call.argument) return { shown: held, away: null };
  const tooltip: Tooltip = { pos: call.from, above: true, create: () => ({ dom: drawn(entry, call.argument) }) };
  return { shown: { call, tooltip }, away: null };
}

function drawn(entry: FunctionEntry, argument: number): HTMLElement {
  const box = element("div", styles.signature);
  box.setAttribute("role", "tooltip");
  const line = element("div", styles.call, `${entry.name}(`);
  // the last parameter takes all that follow: $zip and the like
  const current = Math.min(argument, entry.parameters.length - 1);
  for (const [at, parameter] of entry.parameters.entries()) {
    if (at > 0) line.append(", ");
    line.append(element(at === current ? "b" : "span", at === current ? styles.current : "", `${parameter.name}${parameter.isOptional ? "?" : ""}`));
  }
  line.append(")", element("span", styles.gives, ` gives ${entry.gives}`));
  box.append(line, element("div", styles.about, entry.about));
  return box;
}

function element(tag: string, className: string | undefined, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
