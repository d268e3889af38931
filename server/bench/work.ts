/** The work itself, against a bare queue that makes the same call: how many runs per second, and what one costs the processor. */
import { measureOf } from "./measures.ts";
import type { Measure } from "./measures.ts";
import { isIdle, round } from "./scene.ts";
import type { Round, Scene } from "./scene.ts";
import { call, until } from "./load.ts";

const CONNECTIONS = 20;

export function against(yardstick: "plain" | "tuned", targets: { rate: number; cpu: number }): (scene: Scene) => Promise<Measure[]> {
  return async (scene) => {
    const rounds = await sideBySide(scene, yardstick);
    const rates = (of: "ours" | "theirs") => rounds.map((each) => each[of].runsPerSecond);
    const costs = (of: "ours" | "theirs") => rounds.flatMap((each) => each[of].cpuMsPerRun ?? []);
    return [
      measureOf({ name: `runs-vs-${yardstick}`, unit: "runs/s", ours: rates("ours"), baseline: rates("theirs"), target: { of: "ratio", least: targets.rate } }),
      measureOf({ name: `cpu-vs-${yardstick}`, unit: "ms/run", ours: costs("ours"), baseline: costs("theirs"), target: { of: "ratio", most: targets.cpu } }),
    ];
  };
}

async function sideBySide(scene: Scene, yardstick: "plain" | "tuned"): Promise<{ ours: Round; theirs: Round }[]> {
  const ours = await scene.actor("product");
  const theirs = await scene.actor(yardstick);
  const one = (actor: typeof ours, requests: number) => round({ scene, actor, hook: "work", requests, connections: CONNECTIONS, calls: true });
  // compiled and warm, both of them
  for (const actor of [ours, theirs]) await one(actor, Math.ceil(scene.requests / 2));
  const rounds: { ours: Round; theirs: Round }[] = [];
  for (let count = 1; count <= scene.rounds; count += 1) {
    // who goes first changes from round to round
    const first = count % 2 === 1 ? await one(ours, scene.requests) : null;
    const second = await one(theirs, scene.requests);
    const both = { ours: first ?? (await one(ours, scene.requests)), theirs: second };
    rounds.push(both);
    const told = (each: Round) => `${Math.round(each.runsPerSecond)}/s, ${each.cpuMsPerRun?.toFixed(2)} ms (own ${each.ownCpuMsPerRun.toFixed(2)})`;
    scene.say(`  round ${count}: ours ${told(both.ours)}; ${yardstick} ${told(both.theirs)}`);
  }
  return rounds;
}

/** What the same run costs where its intention must be on disk before anything is sent. No target: an intention is a commit more. */
export async function atMostOnce(scene: Scene): Promise<Measure[]> {
  const actor = await scene.actor("product");
  const rates: number[] = [];
  const one = () => round({ scene, actor, hook: "careful", requests: scene.requests, connections: CONNECTIONS, calls: true });
  await one();
  for (let count = 1; count <= scene.rounds; count += 1) rates.push((await one()).runsPerSecond);
  return [measureOf({ name: "runs-at-most-once", unit: "runs/s", ours: rates })];
}

/** Eleven maps cost ten more than one: what is left is what a pure step costs inside a run, its trace on disk included. */
export async function mapSteps(scene: Scene): Promise<Measure[]> {
  const actor = await scene.actor("product");
  const steps: number[] = [];
  const one = (hook: string, requests: number) => round({ scene, actor, hook, requests, connections: CONNECTIONS, calls: false });
  for (const hook of ["oneMap", "elevenMaps"]) await one(hook, scene.requests);
  for (let count = 1; count <= scene.rounds; count += 1) {
    const [few, many] = [await one("oneMap", scene.requests), await one("elevenMaps", scene.requests)];
    steps.push((many.ownCpuMsPerRun - few.ownCpuMsPerRun) / 10);
    scene.say(
      `  round ${count}: one map ${few.ownCpuMsPerRun.toFixed(2)} ms, eleven ${many.ownCpuMsPerRun.toFixed(2)} ms; with PostgreSQL's ${few.cpuMsPerRun?.toFixed(2)} and ${many.cpuMsPerRun?.toFixed(2)} ms`,
    );
  }
  return [measureOf({ name: "map-step-cpu", unit: "ms/step", ours: steps, target: { of: "ours", most: 0.1 } })];
}

/** Backends tell what they have synced only after they were idle for ten seconds. */
const STATISTICS_MS = 11_000;

export async function writeAheadLog(scene: Scene): Promise<Measure[]> {
  const actor = await scene.actor("product");
  const bytes: number[] = [];
  const syncs: number[] = [];
  const read = async () => {
    await new Promise((resolve) => setTimeout(resolve, STATISTICS_MS));
    const { rows } = await actor.database.query<{ bytes: string; syncs: string }>(
      "select pg_current_wal_insert_lsn() - '0/0' as bytes, (select sum(fsyncs) from pg_stat_io where object = 'wal') as syncs",
    );
    return { bytes: Number(rows[0]?.bytes), syncs: Number(rows[0]?.syncs) };
  };
  const burst = async () => {
    await call({ base: actor.base, path: actor.hooks.work ?? "/", requests: scene.requests, connections: 200 });
    await until(() => isIdle(actor), "The end of the runs");
  };
  await burst();
  for (let count = 1; count <= scene.rounds; count += 1) {
    const before = await read();
    await burst();
    const after = await read();
    bytes.push((after.bytes - before.bytes) / scene.requests / 1024);
    syncs.push((after.syncs - before.syncs) / scene.requests);
    scene.say(`  round ${count}: ${bytes.at(-1)?.toFixed(2)} KiB and ${syncs.at(-1)?.toFixed(3)} syncs per run`);
  }
  return [
    measureOf({ name: "wal-per-run", unit: "KiB/run", ours: bytes, target: { of: "ours", most: 3 } }),
    measureOf({ name: "wal-syncs-per-run", unit: "syncs/run", ours: syncs, target: { of: "ours", most: 0.3 } }),
  ];
}
