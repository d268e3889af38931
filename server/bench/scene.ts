/** One measurement's surroundings: processes that are started when somebody needs them, the database beside them, and rounds between them. */
import { Pool } from "undici";
import { createPool } from "../db/pool.ts";
import type { Pool as Database } from "../db/pool.ts";
import { call, until } from "./load.ts";
import { postgresCpuMs, start } from "./processes.ts";
import type { Measured } from "./processes.ts";

/** `databaseFor` gives an empty, migrated database. */
export type Benching = {
  databaseFor: (name: string) => Promise<string>;
  /** of the server process; null where it is not ours */
  postgresPid: number | null;
  only: string | null;
  rounds: number;
  requests: number;
  /** of the large set of data */
  records: number;
  say: (text: string) => void;
};

export type Who = "product" | "web" | "plain" | "tuned" | "insert" | "answer";
export type Actor = Measured & { who: Who; url: string; database: Database };

export type Scene = Benching & {
  actor: (who: Who) => Promise<Actor>;
  target: () => Promise<Measured>;
  /** lets go of an actor, so that the next one begins fresh */
  dismiss: (who: Who) => Promise<void>;
  close: () => Promise<void>;
};

const FILES: Record<Who, string> = { product: "product", web: "product", plain: "queue", tuned: "queue", insert: "insert", answer: "answer" };

export function createScene(q: Benching): Scene {
  let target: Promise<Measured> | null = null;
  const actors = new Map<Who, Promise<Actor>>();
  let count = 0;
  const begin = async (who: Who): Promise<Actor> => {
    count += 1;
    const url = await q.databaseFor(`${who}_${count}`);
    const measured = await start(FILES[who], { url, target: (await scene.target()).base, kind: who });
    return { ...measured, who, url, database: createPool({ url, max: 1, name: "throughline-bench" }) };
  };
  const end = async (actor: Promise<Actor>) => {
    const { stop, database } = await actor;
    stop();
    await database.end();
  };
  const scene: Scene = {
    ...q,
    target: () => {
      target ??= start("target", { kind: "target" });
      return target;
    },
    actor: (who) => {
      const known = actors.get(who) ?? begin(who);
      actors.set(who, known);
      return known;
    },
    dismiss: async (who) => {
      const known = actors.get(who);
      actors.delete(who);
      if (known) await end(known);
    },
    close: async () => {
      await Promise.allSettled([...actors.values()].map(end));
      await target?.then((each) => each.stop());
    },
  };
  return scene;
}

export type Round = {
  runsPerSecond: number;
  /** ours and PostgreSQL's; null where PostgreSQL's cannot be read */
  cpuMsPerRun: number | null;
  ownCpuMsPerRun: number;
};

type Rounding = { scene: Scene; actor: Actor; hook: string; requests: number; connections: number; calls: boolean };

/** From the first request until the target has every call, where there are any, and nothing is left to do. */
export async function round(q: Rounding): Promise<Round> {
  const { scene, actor } = q;
  const counter = new Pool((await scene.target()).base, { connections: 1 });
  try {
    const count = async () => Number(await (await counter.request({ path: "/count", method: "GET" })).body.text());
    const before = { calls: await count(), cpu: await cpuOf(q) };
    const began = performance.now();
    await call({ base: actor.base, path: actor.hooks[q.hook] ?? "/", requests: q.requests, connections: q.connections });
    if (q.calls) await until(async () => (await count()) - before.calls >= q.requests, "The calls");
    await until(() => isIdle(actor), "The end of the runs");
    const seconds = (performance.now() - began) / 1000;
    const after = await cpuOf(q);
    const own = after.own - before.cpu.own;
    const postgres = after.postgres === null || before.cpu.postgres === null ? null : after.postgres - before.cpu.postgres;
    return {
      runsPerSecond: q.requests / seconds,
      cpuMsPerRun: postgres === null ? null : (own + postgres) / q.requests,
      ownCpuMsPerRun: own / q.requests,
    };
  } finally {
    await counter.close();
  }
}

async function cpuOf({ scene, actor }: Rounding): Promise<{ own: number; postgres: number | null }> {
  return { own: (await actor.usage()).cpuMs, postgres: scene.postgresPid === null ? null : postgresCpuMs(scene.postgresPid) };
}

/** Runs are finished, and the queue is empty: its completions are work, too. */
export async function isIdle({ who, database }: Pick<Actor, "who" | "database">): Promise<boolean> {
  if (who === "web" || who === "insert" || who === "answer") return true;
  // a job of ours goes when its runs have ended or have other jobs: nothing else needs to be asked
  return (await database.query("select 1 from graphile_worker._private_jobs limit 1")).rowCount === 0;
}
