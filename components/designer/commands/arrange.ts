import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  type LucideIcon,
  Network,
} from "lucide-react";
import { align, distribute, type Line, placedSteps } from "#flow/arrange.ts";
import { GRID } from "#flow/placement.ts";
import type { Command, Desk } from "./command.ts";
import { either, mayNotEdit, noSteps } from "./unless.ts";

const atLeast =
  (count: number) =>
  ({ store }: Desk) =>
    store.get().selection.steps.length >= count ? null : `Select ${count} steps or more first.`;
const chosen = ({ store }: Desk) => placedSteps(store.get().document, store.get().selection.steps);

const LINES: [line: Line, key: string, icon: LucideIcon, name: string][] = [
  ["left", "alt+a", AlignStartVertical, "left sides"],
  ["centre", "alt+h", AlignCenterVertical, "centres, in a column"],
  ["right", "alt+d", AlignEndVertical, "right sides"],
  ["top", "alt+w", AlignStartHorizontal, "top sides"],
  ["middle", "alt+v", AlignCenterHorizontal, "middles, in a row"],
  ["bottom", "alt+s", AlignEndHorizontal, "bottom sides"],
];

type Way = [name: string, key: string, by: [number, number]];
const WAYS: Way[] = [
  ["up", "arrowup", [0, -1]],
  ["down", "arrowdown", [0, 1]],
  ["left", "arrowleft", [-1, 0]],
  ["right", "arrowright", [1, 0]],
];

export const arrangeCommands: Command[] = [
  {
    id: "arrange.tidy",
    group: "Arrange",
    name: "Tidy the layout",
    words: "auto-layout arrange order",
    icon: Network,
    keys: ["shift+l"],
    unless: either(mayNotEdit, noSteps),
    menu: ["canvas"],
    perform: ({ doors }) => doors.tidy(),
  },
  {
    id: "arrange.tidy_selected",
    group: "Arrange",
    name: "Tidy the selected steps",
    words: "auto-layout selection",
    icon: Network,
    keys: ["alt+shift+l"],
    unless: either(mayNotEdit, atLeast(2)),
    perform: ({ doors, store }) => doors.tidy(store.get().selection.steps),
  },
  ...LINES.map(
    ([line, key, icon, name]): Command => ({
      id: `arrange.${line}_line`,
      group: "Arrange",
      name: `Align ${name}`,
      words: `line up ${line}`,
      icon,
      keys: [key],
      unless: either(mayNotEdit, atLeast(2)),
      perform: (desk) => desk.actions.move(align(chosen(desk), line)),
    }),
  ),
  spread("across", "alt+shift+h", AlignHorizontalDistributeCenter),
  spread("down", "alt+shift+v", AlignVerticalDistributeCenter),
  ...WAYS.flatMap(([name, key, [x, y]]): Command[] => [
    nudge(`arrange.${name}`, `Move ${name}`, key, [x * GRID, y * GRID]),
    nudge(`arrange.far_${name}`, `Move ${name} by five`, `shift+${key}`, [x * GRID * 5, y * GRID * 5]),
    {
      id: `select.${name}`,
      group: "Select",
      name: `Go to the nearest step ${name === "up" ? "above" : name === "down" ? "below" : `on the ${name}`}`,
      keys: [`alt+${key}`],
      heard: "focus",
      isOnlyKey: true,
      perform: ({ actions }) => actions.walkTo([x, y]),
    },
  ]),
];

function spread(direction: "across" | "down", key: string, icon: LucideIcon): Command {
  return {
    id: `arrange.spread_${direction}`,
    group: "Arrange",
    name: `Distribute evenly ${direction}`,
    words: "space gaps equal",
    icon,
    keys: [key],
    unless: either(mayNotEdit, atLeast(3)),
    perform: (desk) => desk.actions.move(distribute(chosen(desk), direction)),
  };
}

/** With nothing selected an arrow goes to a step: there is nothing to move. */
function nudge(id: string, name: string, key: string, by: [number, number]): Command {
  return {
    id,
    group: "Arrange",
    name,
    keys: [key],
    heard: "focus",
    isOnlyKey: true,
    perform: ({ store, actions }: Desk) => {
      const { steps, notes } = store.get().selection;
      if (steps.length + notes.length === 0) actions.walkTo([Math.sign(by[0]), Math.sign(by[1])]);
      else actions.nudge(by);
    },
  };
}
