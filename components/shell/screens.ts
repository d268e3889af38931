import type { LucideIcon } from "lucide-react";
import { Activity, FileJson2, Inbox, List, Plug, ScrollText, Settings, Workflow } from "lucide-react";
import type { Permission } from "#server/access/permissions.ts";

export type Screen = { key: string; label: string; icon: LucideIcon /** the letter after G */; letter: string; permission: Permission };
export type ScreenGroup = { label: string; screens: Screen[] };

/** Every screen that exists, in the order of the nav. */
export const SCREEN_GROUPS: ScreenGroup[] = [
  {
    label: "Build",
    screens: [
      { key: "flows", label: "Flows", icon: Workflow, letter: "f", permission: "flow.read" },
      { key: "connections", label: "Connections", icon: Plug, letter: "c", permission: "connection.read" },
    ],
  },
  { label: "Decide", screens: [{ key: "inbox", label: "Inbox", icon: Inbox, letter: "i", permission: "approval.read" }] },
  {
    label: "Operate",
    screens: [
      { key: "home", label: "Overview", icon: Activity, letter: "o", permission: "run.read" },
      { key: "runs", label: "Runs", icon: List, letter: "r", permission: "run.read" },
    ],
  },
  {
    label: "Govern",
    screens: [
      { key: "contracts", label: "Contracts", icon: FileJson2, letter: "d", permission: "contract.read" },
      { key: "audit", label: "Audit", icon: ScrollText, letter: "a", permission: "audit.read" },
      { key: "settings", label: "Settings", icon: Settings, letter: "s", permission: "settings.read" },
    ],
  },
];

export const SCREENS: Screen[] = SCREEN_GROUPS.flatMap((group) => group.screens);
