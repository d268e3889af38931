import { Group as GroupIcon, StickyNote, Ungroup } from "lucide-react";
import { formatPlural } from "#components/ui/format.ts";
import { addGroup, addNote, groupsAround, NOTE as SIZE, notesIn, removeGroups } from "#flow/annotations.ts";
import { isRefused } from "#flow/edit.ts";
import { spotBeside } from "#flow/placement.ts";
import { NOTE } from "../notes/graph.ts";
import type { Command, Desk } from "./command.ts";
import { either, mayNotEdit, nothingSelected } from "./unless.ts";

const around = ({ store }: Desk) => groupsAround(store.get().document, store.get().selection.steps);

export const annotateCommands: Command[] = [
  {
    id: "annotate.note",
    group: "Add",
    name: "Add a note",
    words: "sticky comment markdown text",
    icon: StickyNote,
    keys: ["shift+n"],
    unless: mayNotEdit,
    menu: ["canvas"],
    perform: ({ store, actions, canvas, doors }, press) => {
      const { document, frame } = store.get();
      const pressed = press ? canvas()?.toCanvas(press) : null;
      // beside the steps that are looked at: on top of them it would hide what it is about
      const others = notesIn(document, frame).map(({ at, size: [width, height] }) => ({ at, size: { width, height } }));
      const at = spotBeside(document, { size: SIZE, wanted: pressed ?? canvas()?.middle() ?? [0, 0], others });
      const result = addNote(document, { at, frame, colour: "yellow" });
      store.edit(() => result.document, { selectNotes: [result.added] });
      actions.tell("Note added");
      canvas()?.reveal(NOTE + result.added, { focus: false });
      doors.field("note");
    },
  },
  {
    id: "annotate.group",
    group: "Arrange",
    name: "Group the selected steps",
    words: "frame box section",
    icon: GroupIcon,
    keys: ["shift+g"],
    unless: either(mayNotEdit, ({ store }) => (store.get().selection.steps.length > 1 ? null : "Select two steps or more first.")),
    menu: ["step"],
    perform: ({ store, actions, doors }) => {
      const { document, selection } = store.get();
      const title = `Group ${(document.groups?.length ?? 0) + 1}`;
      const result = addGroup(document, { steps: selection.steps, title, colour: "blue" });
      if (isRefused(result)) return doors.refuse(result.refused);
      store.edit(() => result.document);
      actions.tell(`${formatPlural(selection.steps.length, "step")} grouped`);
      doors.field("group");
    },
  },
  {
    id: "annotate.ungroup",
    group: "Arrange",
    name: "Ungroup the selected steps",
    words: "frame remove",
    icon: Ungroup,
    keys: ["alt+shift+g"],
    unless: either(mayNotEdit, nothingSelected, (desk) => (around(desk).length === 0 ? "The selected steps are in no group." : null)),
    menu: ["step"],
    perform: (desk) => {
      const ids = around(desk).map((group) => group.id);
      desk.store.edit((document) => removeGroups(document, ids));
      desk.actions.tell("Ungrouped");
    },
  },
];
