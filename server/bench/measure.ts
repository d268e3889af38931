/**
 * Runs per second from a caller's request to the call that the flow makes, beside a bare queue that makes the same call: the same door,
 * the same database with its commits on disk, the same target, in turns within one run.
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { Pool } from "undici";
import { z } from "zod";

export type Spread = { min: number; median: number; max: number };
export type Measure = {
  name: string;
  unit: string;
  ours: Spread;
  baseline: Spread /** of the two rates of one round */;
  ratio: Spread;
  target: number | null;
  holds: boolean | null;
};

/** `databaseFor` gives an empty, migrated database. */
export type Benching = { databaseFor: (name: string) => Promise<string>; only: string | null; rounds: number; requests: number; say: (text: string) => void };

const CONCURRENCY = 64;

const MEASURES = [
  { name: "webhook-map-branch-http", mode: "exactly-once" },
  { name: "webhook-map-branch-http-at-most-once", mode: "at-most-once" },
];

const Told = z.object({ base: z.string(), hooks: z.record(z.string(), z.string()) });

export async function measureAll(q: Benching): Promise<Measure[]> {
  const wanted = MEASURES.filter((measure) => q.only === null || measure.name === q.only);
  if (wanted.length === 0) throw new Error(`There is no measure ${q.only}. There are: ${MEASURES.map((measure) => measure.name).join(", ")}.`);
  const children: ChildProcess[] = [];
  const start = async (name: string, told: unknown) => {
    const child = fork(path.join(import.meta.dirname, `${name}.ts`), {
      env: { ...process.env, THROUGHLINE_BENCH: JSON.stringify(told) },
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    children.push(child);
    return firstMessage(child, name);
  };
  try {
    const { url: target } = z.object({ url: z.string() }).parse(await start("target", {}));
    const product = Told.parse(await start("product", { url: await q.databaseFor("product"), target }));
    const bare = Told.parse(await start("bare", { url: await q.databaseFor("bare"), target }));
    const measures: Measure[] = [];
    for (const { name, mode } of wanted) {
      const ours: number[] = [];
      const baseline: number[] = [];
      const both = [
        { into: ours, who: "ours", base: product.base, path: product.hooks[mode] ?? "" },
        { into: baseline, who: "bare", base: bare.base, path: bare.hooks.bare ?? "" },
      ];
      for (const each of both) await round({ ...each, target, requests: Math.ceil(q.requests / 4) });
      for (let count = 1; count <= q.rounds; count += 1) {
        // who goes first changes from round to round
        for (const each of count % 2 === 1 ? both : [...both].reverse()) {
          const rate = await round({ ...each, target, requests: q.requests });
          each.into.push(rate);
          q.say(`${name}, round ${count}, ${each.who}: ${Math.round(rate)} per second`);
        }
      }
      const spread = { ours: spreadOf(ours), baseline: spreadOf(baseline) };
      const ratio = spreadOf(
        ours.map((rate, index) => rate / (baseline[index] ?? rate)),
        100,
      );
      // no target has been set: there is nothing that could hold or not
      measures.push({ name, unit: "runs/s", ...spread, ratio, target: null, holds: null });
    }
    return measures;
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}

/** From the first request to the moment at which the target has all calls. */
async function round(q: { base: string; path: string; target: string; requests: number }): Promise<number> {
  const door = new Pool(q.base, { connections: CONCURRENCY });
  const counter = new Pool(q.target, { connections: 1 });
  try {
    const count = async () => Number(await (await counter.request({ path: "/count", method: "GET" })).body.text());
    const before = await count();
    const started = performance.now();
    let next = 0;
    const caller = async () => {
      while (next < q.requests) {
        next += 1;
        const body = JSON.stringify({ id: `SO-${next}`, net: 100 + next });
        const answer = await door.request({ path: q.path, method: "POST", headers: { "content-type": "application/json" }, body });
        const said = await answer.body.text();
        if (answer.statusCode !== 202) throw new Error(`A request was answered with ${answer.statusCode}: ${said}`);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, caller));
    while ((await count()) - before < q.requests) {
      if (performance.now() - started > 120_000) throw new Error("The calls did not all arrive within two minutes.");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return q.requests / ((performance.now() - started) / 1000);
  } finally {
    await Promise.all([door.close(), counter.close()]);
  }
}

/** `parts`: into how many parts of one is rounded. */
function spreadOf(values: number[], parts = 1): Spread {
  const sorted = values.map((value) => Math.round(value * parts) / parts).sort((a, b) => a - b);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

function firstMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code, signal) => reject(new Error(`The process ${name} ended with ${code ?? signal} before it was ready.`)));
  });
}
