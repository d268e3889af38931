import { ClipboardPaste, Copy, CopyPlus, Scissors, Settings2, TextCursorInput, Trash2, Waypoints } from "lucide-react";
import { STEP_NAME } from "../words.ts";
import type { Command, Desk } from "./command.ts";
import { either, mayNotEdit, nothingAtAll } from "./unless.ts";

const nothingToDelete = ({ store }: Desk) => {
  const { steps, edge, notes } = store.get().selection;
  return steps.length + notes.length === 0 && edge === null ? "Select a step, an edge or a note first." : null;
};

export const editCommands: Command[] = [
  {
    id: "edit.open",
    group: "Edit",
    name: "Open the settings",
    words: "inspector configure",
    icon: Settings2,
    keys: ["enter"],
    heard: "focus",
    unless: ({ store }) => {
      const { steps, notes } = store.get().selection;
      return steps.length + notes.length === 1 ? null : "Select one step or one note first.";
    },
    menu: ["step", "note"],
    perform: ({ store, doors }) => {
      const [only] = store.get().selection.steps;
      if (only) doors.open(only);
      else doors.field("note");
    },
  },
  {
    id: "edit.rename",
    group: "Edit",
    name: "Rename",
    words: "name title",
    icon: TextCursorInput,
    keys: ["f2"],
    heard: "focus",
    unless: either(mayNotEdit, ({ store }) => (store.get().selection.steps.length === 1 ? null : "Select one step first.")),
    menu: ["step"],
    perform: ({ doors }) => doors.field(STEP_NAME),
  },
  {
    id: "edit.cut",
    group: "Edit",
    name: "Cut",
    icon: Scissors,
    keys: ["mod+x"],
    isFixed: true,
    unless: either(mayNotEdit, nothingAtAll),
    menu: ["step", "note"],
    perform: async ({ actions }) => {
      if (await actions.copy()) actions.removeSelected();
    },
  },
  {
    id: "edit.copy",
    group: "Edit",
    name: "Copy",
    icon: Copy,
    keys: ["mod+c"],
    isFixed: true,
    unless: nothingAtAll,
    menu: ["step", "note"],
    perform: ({ actions }) => actions.copy(),
  },
  {
    id: "edit.paste",
    group: "Edit",
    name: "Paste",
    icon: ClipboardPaste,
    keys: ["mod+v"],
    isFixed: true,
    unless: mayNotEdit,
    menu: ["canvas"],
    perform: ({ actions, canvas }, press) => actions.pasteFromClipboard((press && canvas()?.toCanvas(press)) ?? undefined),
  },
  {
    id: "edit.duplicate",
    group: "Edit",
    name: "Duplicate",
    words: "copy clone",
    icon: CopyPlus,
    keys: ["mod+d"],
    unless: either(mayNotEdit, nothingAtAll),
    menu: ["step", "note"],
    perform: ({ actions }) => actions.duplicate(),
  },
  {
    id: "edit.delete",
    group: "Edit",
    name: "Delete",
    words: "remove",
    icon: Trash2,
    keys: ["delete", "backspace"],
    heard: "canvas",
    unless: either(mayNotEdit, nothingToDelete),
    menu: ["step", "edge", "note"],
    isDangerous: true,
    perform: ({ actions }) => actions.removeSelected(),
  },
  {
    id: "edit.heal",
    group: "Edit",
    name: "Delete and reconnect what is around it",
    words: "remove heal bridge",
    icon: Waypoints,
    keys: ["mod+delete", "mod+backspace"],
    heard: "canvas",
    unless: either(mayNotEdit, nothingToDelete),
    menu: ["step"],
    isDangerous: true,
    perform: ({ actions }) => actions.removeAndReconnect(),
  },
];
