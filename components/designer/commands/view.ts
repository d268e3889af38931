import { Hand, Maximize, MousePointer2, ZoomIn, ZoomOut } from "lucide-react";
import type { Command } from "./command.ts";

export const viewCommands: Command[] = [
  {
    id: "view.fit",
    group: "View",
    name: "Show the whole flow",
    words: "fit zoom all",
    icon: Maximize,
    keys: ["shift+1", "1"],
    menu: ["canvas"],
    perform: ({ canvas }) => canvas()?.fit(),
  },
  { id: "view.actual", group: "View", name: "Zoom to 100 %", keys: ["0"], perform: ({ canvas }) => canvas()?.zoom(1) },
  { id: "view.in", group: "View", name: "Zoom in", icon: ZoomIn, keys: ["+", "="], perform: ({ canvas }) => canvas()?.zoom("in") },
  { id: "view.out", group: "View", name: "Zoom out", icon: ZoomOut, keys: ["-"], perform: ({ canvas }) => canvas()?.zoom("out") },
  {
    id: "view.select",
    group: "View",
    name: "Select with the mouse",
    words: "tool pointer box",
    icon: MousePointer2,
    keys: ["v"],
    perform: ({ doors }) => doors.tool("select"),
  },
  {
    id: "view.pan",
    group: "View",
    name: "Move the canvas with the mouse",
    words: "tool pan hand space",
    icon: Hand,
    perform: ({ doors }) => doors.tool("pan"),
  },
  { id: "view.problems", group: "View", name: "Show problems", words: "errors warnings validation", perform: ({ doors }) => doors.drawer("problems") },
  { id: "view.run", group: "View", name: "Show the last test run", perform: ({ doors }) => doors.drawer("run") },
  { id: "view.changes", group: "View", name: "Show changes since the last version", words: "diff", perform: ({ doors }) => doors.drawer("changes") },
];
