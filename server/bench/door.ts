/** The door: how many webhooks are accepted per second, how long a caller waits for the answer, and how soon the target hears of it. */
import { Pool } from "undici";
import { z } from "zod";
import { call, until } from "./load.ts";
import { measureOf, percentile } from "./measures.ts";
import type { Measure } from "./measures.ts";
import { isIdle } from "./scene.ts";
import type { Actor, Scene } from "./scene.ts";

const CONNECTIONS = 20;
const CROWD = 200;

type Asking = { requests: number; connections: number };

async function rateOf(actor: Actor, { requests, connections }: Asking): Promise<number> {
  const { seconds } = await call({ base: actor.base, path: actor.hooks.work ?? "/", requests, connections });
  return requests / seconds;
}

/**
 * From as many callers as a burst has, where doors differ by what they share, and from twenty. Beside the yardstick, what a door that keeps
 * nothing answers: callers share the machine with what they measure.
 */
export async function acceptRate(scene: Scene): Promise<Measure[]> {
  const actors = { ours: await scene.actor("web"), theirs: await scene.actor("insert"), nothing: await scene.actor("answer") };
  const measures: Measure[] = [];
  for (const connections of [CROWD, CONNECTIONS]) {
    // shorter rounds would measure the first commits of a file that grows
    const asking = { requests: scene.requests * 3, connections };
    const figures: { [who in keyof typeof actors]: number[] } = { ours: [], theirs: [], nothing: [] };
    for (const actor of Object.values(actors)) await rateOf(actor, asking);
    const whole = (rates: number[]) => Math.round(rates.at(-1) ?? 0);
    for (let count = 1; count <= scene.rounds; count += 1) {
      for (const who of ["ours", "theirs", "nothing"] as const) figures[who].push(await rateOf(actors[who], asking));
      scene.say(
        `  ${connections} callers, round ${count}: ours ${whole(figures.ours)}/s, one insert per request ${whole(figures.theirs)}/s, nothing kept ${whole(figures.nothing)}/s`,
      );
    }
    const name = connections === CROWD ? "accept-rate" : "accept-rate-20-callers";
    measures.push(measureOf({ name, unit: "webhooks/s", ours: figures.ours, baseline: figures.theirs, target: { of: "ratio", least: 2 } }));
  }
  return measures;
}

/** At half of the rate that the whole product keeps up with, work included, and in a burst. */
export async function acknowledgement(scene: Scene): Promise<Measure[]> {
  const actor = await scene.actor("product");
  const path = actor.hooks.work ?? "/";
  const half: number[] = [];
  const burst: number[] = [];
  const settled = () => until(() => isIdle(actor), "The end of the runs");
  for (let count = 0; count <= scene.rounds; count += 1) {
    const began = performance.now();
    await call({ base: actor.base, path, requests: scene.requests, connections: CONNECTIONS });
    await settled();
    const top = scene.requests / ((performance.now() - began) / 1000);
    const calm = await call({ base: actor.base, path, requests: Math.round(top * 2), connections: 200, perSecond: top / 2 });
    await settled();
    const storm = await call({ base: actor.base, path, requests: 5_000, connections: 200 });
    await settled();
    // the first one warms up
    if (count === 0) continue;
    half.push(percentile(calm.waits, 0.99));
    burst.push(percentile(storm.waits, 0.99));
    scene.say(`  round ${count}: p99 ${half.at(-1)?.toFixed(1)} ms at ${Math.round(top / 2)}/s, ${burst.at(-1)?.toFixed(0)} ms in a burst of 5,000`);
  }
  return [
    measureOf({ name: "ack-p99-half-rate", unit: "ms", ours: half, target: { of: "ours", most: 50 } }),
    measureOf({ name: "ack-p99-burst", unit: "ms", ours: burst, target: { of: "ours", most: 500 } }),
  ];
}

/** At 20 per second, from the caller's request to the target's receipt. */
export async function latency(scene: Scene): Promise<Measure[]> {
  const target = await scene.target();
  const actors = { ours: await scene.actor("product"), theirs: await scene.actor("plain") };
  const middle: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  const last: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  const one = async (actor: Actor) => {
    const { sent } = await call({ base: actor.base, path: actor.hooks.work ?? "/", requests: 200, connections: 20, perSecond: 20, name: "timed" });
    await until(() => isIdle(actor), "The end of the runs");
    const arrived = await arrivedAt(target.base);
    return [...sent].map(([order, at]) => (arrived[order] ?? Number.NaN) - at);
  };
  for (let count = 0; count <= scene.rounds; count += 1)
    for (const who of ["ours", "theirs"] as const) {
      const waits = await one(actors[who]);
      if (count === 0) continue;
      middle[who].push(percentile(waits, 0.5));
      last[who].push(percentile(waits, 0.99));
      scene.say(`  round ${count}, ${who}: p50 ${middle[who].at(-1)?.toFixed(1)} ms, p99 ${last[who].at(-1)?.toFixed(1)} ms`);
    }
  return [
    measureOf({ name: "latency-p50", unit: "ms", ours: middle.ours, baseline: middle.theirs, target: { of: "ours", most: 10 } }),
    measureOf({ name: "latency-p99", unit: "ms", ours: last.ours, baseline: last.theirs, target: { of: "ours", most: 40 } }),
  ];
}

const Arrived = z.record(z.string(), z.number());

async function arrivedAt(base: string): Promise<Record<string, number>> {
  const asking = new Pool(base, { connections: 1 });
  try {
    return Arrived.parse(await (await asking.request({ path: "/arrived", method: "GET" })).body.json());
  } finally {
    await asking.close();
  }
}
