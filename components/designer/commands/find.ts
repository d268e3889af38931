import { Search } from "lucide-react";
import type { Command } from "./command.ts";

export const findCommands: Command[] = [
  {
    id: "find.open",
    group: "Select",
    name: "Find in the flow",
    words: "search step setting expression",
    icon: Search,
    keys: ["mod+f"],
    heard: "anywhere",
    menu: ["canvas"],
    perform: ({ doors }) => doors.find("open"),
  },
  {
    id: "find.next",
    group: "Select",
    name: "Find the next one",
    keys: ["f3", "mod+g"],
    heard: "anywhere",
    perform: ({ doors }) => doors.find("next"),
  },
  {
    id: "find.previous",
    group: "Select",
    name: "Find the one before",
    keys: ["shift+f3", "mod+shift+g"],
    heard: "anywhere",
    perform: ({ doors }) => doors.find("previous"),
  },
];
