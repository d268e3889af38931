import { Plus } from "lucide-react";
import { edgeKey } from "#flow/edit.ts";
import { stepFaces } from "#flow/steps/faces.ts";
import type { Command } from "./command.ts";
import { mayNotEdit } from "./unless.ts";

export const addCommands: Command[] = [
  {
    id: "add.pick",
    group: "Add",
    name: "Add a step",
    words: "insert new picker",
    icon: Plus,
    keys: ["/"],
    unless: mayNotEdit,
    menu: ["canvas", "step", "edge"],
    perform: ({ pick, store }, press) => {
      const { document, selection } = store.get();
      // a selected edge is where it goes
      const edge = document.edges.find((each) => edgeKey(each) === selection.edge);
      pick({ place: edge ? { kind: "into", edge } : null, from: null, near: press ?? null });
    },
  },
  ...stepFaces.map(
    (type): Command => ({
      id: `add.${type.type}`,
      group: "Add",
      name: `Add ${type.title}`,
      words: type.description,
      heard: "canvas",
      ...(type.letter ? { keys: [type.letter] } : {}),
      unless: mayNotEdit,
      perform: ({ actions }) => actions.add(type.type),
    }),
  ),
];
