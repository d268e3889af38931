import { Command as CommandIcon, Keyboard } from "lucide-react";
import type { Command } from "./command.ts";

/** Both keys are those of the whole product: here they open what the designer has of its own. */
export const helpCommands: Command[] = [
  {
    id: "help.commands",
    group: "Help",
    name: "All commands",
    words: "palette search",
    icon: CommandIcon,
    keys: ["mod+k"],
    isFixed: true,
    menu: ["canvas"],
    perform: ({ doors }) => doors.commands(),
  },
  {
    id: "help.keys",
    group: "Help",
    name: "Keys",
    words: "shortcuts keyboard cheat sheet rebind",
    icon: Keyboard,
    keys: ["?"],
    isFixed: true,
    perform: ({ doors }) => doors.keys(),
  },
];
