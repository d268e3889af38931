import { Redo2, Undo2 } from "lucide-react";
import type { Command } from "./command.ts";
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
    perform: ({ actions }) => actions.undo(),
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
    perform: ({ actions }) => actions.redo(),
  },
];
