/** What `npm run bench:designer` measures, in a real Chromium against the built product. Rendering is done in software: a machine with a graphics processor paints faster. */
import { lineOf, type Measure, measureOf, type Target } from "../../server/bench/measures.ts";
import { serveBare } from "./bare-server.ts";
import { type Desk, sitDown } from "./desk.ts";
import { benchFlow } from "./flow.ts";
import { changing, moving, opening, type Round, selecting, typing } from "./large.ts";
import { onTop, SMALL_VIEW } from "./small.ts";
import { MOST_KIB, weigh } from "./weight.ts";

const LARGE = benchFlow({ key: "bench-large", steps: 1_000, edges: 1_200, lanes: 8 });
const SMALL = benchFlow({ key: "bench-small", steps: 60, edges: 72, lanes: 2 });

/** one frame at sixty in a second, ms */
const FRAME = 16.7;

type Wanted = { unit: string; most?: number };
/** by its name: the unit, and what the median must not exceed */
const WANTED: Record<string, Wanted> = {
  "pan-p95": { unit: "ms", most: 50 },
  "pan-far-p95": { unit: "ms", most: 50 },
  "zoom-p95": { unit: "ms", most: 50 },
  "pan-cpu": { unit: "ms/frame" },
  "pan-far-cpu": { unit: "ms/frame" },
  "zoom-cpu": { unit: "ms/frame" },
  "select-step": { unit: "ms", most: 50 },
  "select-step-worst": { unit: "ms" },
  "type-key": { unit: "ms" },
  "type-key-worst": { unit: "ms", most: 30 },
  "type-key-cpu": { unit: "ms/key" },
  open: { unit: "ms", most: 1_500 },
  "drag-100-p95": { unit: "ms", most: 50 },
  "drag-100-cpu": { unit: "ms/frame" },
  "add-step": { unit: "ms" },
  undo: { unit: "ms" },
  "small-pan-on-top": { unit: "ms/frame", most: FRAME },
  "small-zoom-on-top": { unit: "ms/frame", most: FRAME },
  "small-drag-on-top": { unit: "ms/frame", most: FRAME },
  "small-select-on-top": { unit: "ms", most: FRAME },
  "small-select-cpu-on-top": { unit: "ms/click" },
  "first-load-script": { unit: "KiB", most: MOST_KIB },
  "later-script": { unit: "KiB" },
};

type Group = { names: string[]; take: (desk: Desk) => Promise<{ ours: Round; baseline?: Round }> };

const GROUPS: Group[] = [
  { names: ["pan-p95", "pan-far-p95", "zoom-p95", "pan-cpu", "pan-far-cpu", "zoom-cpu"], take: async (desk) => ({ ours: await moving(desk, LARGE) }) },
  { names: ["select-step", "select-step-worst"], take: async (desk) => ({ ours: await selecting(desk, LARGE) }) },
  { names: ["type-key", "type-key-worst", "type-key-cpu"], take: async (desk) => ({ ours: await typing(desk, LARGE) }) },
  { names: ["open"], take: async (desk) => ({ ours: await opening(desk, LARGE) }) },
  { names: ["drag-100-p95", "drag-100-cpu", "add-step", "undo"], take: async (desk) => ({ ours: await changing(desk, LARGE) }) },
  { names: ["small-pan-on-top", "small-zoom-on-top", "small-drag-on-top", "small-select-on-top", "small-select-cpu-on-top"], take: smallOnTop },
  { names: ["first-load-script", "later-script"], take: weight },
];

export async function measureDesigner(q: {
  base: string;
  password: string;
  only: string | null;
  rounds: number;
  say: (text: string) => void;
}): Promise<Measure[]> {
  const groups = GROUPS.filter((group) => q.only === null || group.names.includes(q.only));
  if (groups.length === 0) throw new Error(`There is no measure ${q.only}. There are: ${GROUPS.flatMap((group) => group.names).join(", ")}.`);
  const desk = await sitDown({ base: q.base, password: q.password, flows: [LARGE, SMALL] });
  try {
    const measures: Measure[] = [];
    for (const group of groups) {
      q.say(group.names.join(", "));
      // the first time warms what a person's browser and the server have warm
      await group.take(desk);
      const rounds: { ours: Round; baseline?: Round }[] = [];
      for (let round = 0; round < q.rounds; round += 1) rounds.push(await group.take(desk));
      const wanted = group.names.filter((name) => q.only === null || name === q.only);
      const taken = wanted.map((name) => judged(name, rounds));
      for (const each of taken) q.say(`  ${lineOf(each)}`);
      measures.push(...taken);
    }
    return measures;
  } finally {
    await desk.close();
  }
}

function judged(name: string, rounds: { ours: Round; baseline?: Round }[]): Measure {
  const { unit, most } = WANTED[name] ?? { unit: "ms" };
  const figures = (of: (round: { ours: Round; baseline?: Round }) => Round | undefined) => rounds.flatMap((round) => of(round)?.[name] ?? []);
  const baseline = figures((round) => round.baseline);
  const target: Target | null = most === undefined ? null : { of: "ours", most };
  return measureOf({ name, unit, ours: figures((round) => round.ours), ...(baseline.length > 0 ? { baseline } : {}), ...(target ? { target } : {}) });
}

/** `ours` is what comes on top of the bare page of the same round, `baseline` what the bare page took. */
async function weight(desk: Desk): Promise<{ ours: Round }> {
  const context = await desk.fresh();
  const { first, later } = await weigh(context, desk.address(SMALL));
  await context.close();
  return { ours: { "first-load-script": first.kib, "later-script": later.kib } };
}

async function smallOnTop(desk: Desk): Promise<{ ours: Round; baseline: Round }> {
  const bare = await serveBare(SMALL, SMALL_VIEW);
  try {
    const round = await onTop(desk, SMALL, bare.url);
    const named = (figures: (gesture: string) => number): Round =>
      Object.fromEntries(Object.keys(round.bare).map((gesture) => [`small-${gesture}-on-top`, figures(gesture)]));
    return {
      ours: named((gesture) => Math.max(0, (round.ours[gesture] ?? Number.NaN) - (round.bare[gesture] ?? Number.NaN))),
      baseline: named((gesture) => round.bare[gesture] ?? Number.NaN),
    };
  } finally {
    bare.close();
  }
}
