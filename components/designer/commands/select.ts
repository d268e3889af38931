import { ArrowDownFromLine, ArrowUpFromLine, BoxSelect, Shapes } from "lucide-react";
import { notesIn } from "#flow/annotations.ts";
import { sameType, upstreamOf, downstreamOf } from "#flow/reach.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { Command, Desk } from "./command.ts";
import { noSteps, nothingSelected } from "./unless.ts";

const grow =
  (reach: (document: FlowDocument, ids: readonly string[]) => string[]) =>
  ({ store }: Desk) => {
    const { document, selection } = store.get();
    store.select(reach(document, selection.steps));
  };

export const selectCommands: Command[] = [
  {
    id: "select.all",
    group: "Select",
    name: "Select all steps",
    icon: BoxSelect,
    keys: ["mod+a"],
    unless: noSteps,
    menu: ["canvas"],
    perform: ({ store }) => {
      const { document, frame } = store.get();
      store.select(
        document.steps.map((step) => step.id),
        notesIn(document, frame).map((note) => note.id),
      );
    },
  },
  {
    id: "select.downstream",
    group: "Select",
    name: "Select all that follows",
    words: "downstream after",
    icon: ArrowDownFromLine,
    keys: ["shift+d"],
    unless: nothingSelected,
    menu: ["step"],
    perform: grow(downstreamOf),
  },
  {
    id: "select.upstream",
    group: "Select",
    name: "Select all that leads here",
    words: "upstream before",
    icon: ArrowUpFromLine,
    keys: ["shift+u"],
    unless: nothingSelected,
    menu: ["step"],
    perform: grow(upstreamOf),
  },
  {
    id: "select.type",
    group: "Select",
    name: "Select all of the same type",
    words: "kind",
    icon: Shapes,
    keys: ["shift+s"],
    unless: nothingSelected,
    menu: ["step"],
    perform: grow(sameType),
  },
  {
    id: "select.none",
    group: "Select",
    name: "Deselect, then step out of a frame",
    words: "nothing none escape",
    keys: ["escape"],
    perform: ({ store, doors }) => {
      const { steps, edge, notes } = store.get().selection;
      if (steps.length + notes.length === 0 && edge === null) doors.leaveFrame();
      else store.select([]);
    },
  },
  {
    id: "select.next",
    group: "Select",
    name: "Next step along the edges",
    keys: ["tab"],
    heard: "focus",
    isOnlyKey: true,
    perform: walk(1),
  },
  {
    id: "select.previous",
    group: "Select",
    name: "Step before along the edges",
    keys: ["shift+tab"],
    heard: "focus",
    isOnlyKey: true,
    perform: walk(-1),
  },
];

/** Only from a step that has the focus: elsewhere Tab goes on to the next control, and at either end it leaves the canvas. */
function walk(by: 1 | -1) {
  return ({ store, actions }: Desk) => {
    if (store.get().selection.steps.length === 0 || !document.activeElement?.matches(".react-flow__node")) return false;
    if (actions.walk(by)) return true;
    // the page's own order of the steps is another one: from the last along the edges Tab would go to steps that one has seen
    const end = document.querySelector<HTMLElement>(by === 1 ? "[data-after-steps]" : "[aria-label=Canvas]");
    end?.focus({ preventScroll: true });
    return false;
  };
}
