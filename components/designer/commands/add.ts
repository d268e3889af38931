import { Plus } from "lucide-react";
import { stepTypes } from "#flow/steps/index.ts";
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
    menu: ["canvas", "step"],
    perform: ({ pick }) => pick({ place: null, from: null, near: null }),
  },
  ...stepTypes.map(
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
