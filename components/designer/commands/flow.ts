import { History, Play, Rocket, Save, StepForward } from "lucide-react";
import type { Command, Desk } from "./command.ts";
import type { DesignerStore } from "../store.ts";
import { noSteps } from "./unless.ts";

const noOneStep = ({ store }: Desk): string | null => (store.get().selection.steps.length === 1 ? null : "Select one step first.");

function withOne(store: DesignerStore, run: (step: string) => void): void {
  const [step] = store.get().selection.steps;
  if (step !== undefined) run(step);
}

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
  {
    id: "flow.run-step",
    group: "Flow",
    name: "Run this step",
    words: "try execute alone single test",
    icon: Play,
    keys: ["mod+shift+enter"],
    heard: "canvas",
    menu: ["step"],
    unless: noOneStep,
    perform: ({ store, doors }) => withOne(store, (step) => doors.testRun({ kind: "only", step })),
  },
  {
    id: "flow.run-up-to",
    group: "Flow",
    name: "Run up to this step",
    words: "try execute until test",
    icon: StepForward,
    menu: ["step"],
    unless: noOneStep,
    perform: ({ store, doors }) => withOne(store, (step) => doors.testRun({ kind: "until", step })),
  },
  { id: "flow.save", group: "Flow", name: "Save now", words: "store", icon: Save, keys: ["mod+s"], heard: "anywhere", perform: ({ doors }) => doors.save() },
  { id: "flow.publish", group: "Flow", name: "Publish", words: "version release", unless: noSteps, perform: ({ doors }) => doors.dialog("publish") },
  { id: "flow.deploy", group: "Flow", name: "Deploy", words: "production environment", icon: Rocket, perform: ({ doors }) => doors.dialog("deploy") },
  { id: "flow.backtest", group: "Flow", name: "Backtest", words: "compare runs", icon: History, perform: ({ doors }) => doors.dialog("backtest") },
];
