import { Redo2, Undo2 } from "lucide-react";
import type { Command, Desk } from "./command.ts";
import { either, mayNotEdit } from "./unless.ts";

export const historyCommands: Command[] = [
  {
    id: "history.undo",
    group: "Edit",
    name: "Undo",
    words: "back revert",
    icon: Undo2,
    keys: ["mod+z"],
    unless: either(mayNotEdit, ({ store }) => (store.get().past.length === 0 ? "There is nothing to undo." : null)),
    menu: ["canvas"],
    perform: (desk) => {
      desk.actions.undo();
      takeAlong(desk);
    },
  },
  {
    id: "history.redo",
    group: "Edit",
    name: "Redo",
    words: "again forward",
    icon: Redo2,
    keys: ["mod+shift+z", "mod+y"],
    unless: either(mayNotEdit, ({ store }) => (store.get().future.length === 0 ? "There is nothing to do again." : null)),
    menu: ["canvas"],
    perform: (desk) => {
      desk.actions.redo();
      takeAlong(desk);
    },
  },
];

/** On the canvas the step that has the keyboard is the chosen one: it goes to the step that is chosen again. */
function takeAlong({ store, actions }: Desk): void {
  const [only, ...others] = store.get().selection.steps;
  if (only === undefined || others.length > 0 || !document.activeElement?.matches(".react-flow__node")) return;
  actions.reveal(only, { focus: true });
}
