/**
 * One thing that a person can do in the designer. Keys, the command palette, the list of keys and the menu on the right button are derived
 * from the list of these in `index.ts`: what is added there is everywhere at once.
 */
import type { LucideIcon } from "lucide-react";
import type { DesignerActions } from "../actions.ts";
import type { CanvasHandle } from "../canvas/canvas.tsx";
import type { Tool } from "../canvas/canvas-tools.tsx";
import type { PickRequest } from "../context.tsx";
import type { DrawerTab } from "../drawer.tsx";
import type { RunPart } from "../run-part.ts";
import type { DesignerStore } from "../store.ts";

/** Headings of the palette and of the list of keys, in their order. */
export const COMMAND_GROUPS = ["Add", "Edit", "Select", "Arrange", "View", "Flow", "Help"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** What the menu was opened on. */
export type MenuPlace = "step" | "note" | "edge" | "canvas";

export type Command = {
  /** stable: the keys that somebody chose are kept under it */
  id: string;
  group: CommandGroup;
  name: string;
  /** other words that people look for */
  words?: string;
  icon?: LucideIcon;
  /** in the notation of `keys.ts`; the first one is shown */
  keys?: readonly string[];
  /** the browser brings its own event for the key, so that it cannot be another one */
  isFixed?: boolean;
  /**
   * Where its key is heard. `anywhere`: while typing, too. `page` (the rule): not while typing. `canvas`: not in a panel that has keys of its
   * own. `focus`: only while a step, the canvas or nothing has the focus.
   */
  heard?: "anywhere" | "page" | "canvas" | "focus";
  /** why it cannot be done now; null when it can */
  unless?: (desk: Desk) => string | null;
  /** where it stands in the menu on the right button */
  menu?: readonly MenuPlace[];
  isDangerous?: boolean;
  /** it means nothing without a key, so that the palette and the menu leave it out */
  isOnlyKey?: boolean;
  /**
   * `press`: where in the window the menu was opened, on the empty canvas.
   * @returns false where the key was not ours after all and the browser may have it
   */
  perform: (desk: Desk, press?: { x: number; y: number }) => unknown;
};

/** What commands work on. */
export type Desk = {
  store: DesignerStore;
  actions: DesignerActions;
  canEdit: boolean;
  canvas: () => CanvasHandle | null;
  pick: (request: PickRequest) => void;
  doors: Doors;
};

/** Parts of the screen that a command can open or use. */
export type Doors = {
  refuse: (why: string) => void;
  tool: (tool: Tool) => void;
  /** the whole flow, or some of its steps where they stand */
  tidy: (steps?: readonly string[]) => void;
  /** of the whole flow, or of a part of it */
  testRun: (part?: RunPart) => void;
  save: () => void;
  /** moves the focus into the settings of a step */
  open: (step: string) => void;
  /** moves the focus to a field beside the canvas, once it is drawn */
  field: (name: string) => void;
  /** selects a step wherever it stands, and shows it */
  reveal: (step: string) => void;
  /** back from a frame's body to what is around it */
  leaveFrame: () => void;
  drawer: (tab: DrawerTab) => void;
  /** shows where runs stand, or no longer */
  overlay: () => void;
  /** selects the step of the next problem, or of the one before, and moves the focus to its field */
  problem: (direction: 1 | -1) => void;
  dialog: (which: "publish" | "deploy" | "backtest") => void;
  find: (how: "open" | "next" | "previous") => void;
  commands: () => void;
  keys: () => void;
};
