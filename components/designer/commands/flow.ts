import { History, Play, Rocket, Save } from "lucide-react";
import type { Command } from "./command.ts";
import { noSteps } from "./unless.ts";

export const flowCommands: Command[] = [
  {
    id: "flow.run",
    group: "Flow",
    name: "Test run",
    words: "try execute",
    icon: Play,
    keys: ["mod+enter"],
    heard: "anywhere",
    unless: noSteps,
    perform: ({ doors }) => doors.testRun(),
  },
  { id: "flow.save", group: "Flow", name: "Save now", words: "store", icon: Save, keys: ["mod+s"], heard: "anywhere", perform: ({ doors }) => doors.save() },
  { id: "flow.publish", group: "Flow", name: "Publish", words: "version release", unless: noSteps, perform: ({ doors }) => doors.dialog("publish") },
  { id: "flow.deploy", group: "Flow", name: "Deploy", words: "production environment", icon: Rocket, perform: ({ doors }) => doors.dialog("deploy") },
  { id: "flow.backtest", group: "Flow", name: "Backtest", words: "compare runs", icon: History, perform: ({ doors }) => doors.dialog("backtest") },
];
