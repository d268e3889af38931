import { expect, test } from "vitest";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { deploy, draw, runIn, until } from "../testing/engine.ts";
import { listQueued } from "./listing.ts";
import { createPlaces } from "./places.ts";
import { SQL } from "./statements.ts";
import { createTogether } from "./together.ts";

// the worker comes last
const { database, rig } = await engineOfFile({ worker: false, limits: { concurrency: 3 } });

async function arrive(count: number): Promise<string[]> {
  const { flowId } = await deploy(database.pool, draw({ steps: { map: { type: "map", config: { fields: [] } } }, edges: ["start > map"] }));
  const registration = await rig.registration(flowId);
  const accepted = await Promise.all(Array.from({ length: count }, () => rig.engine.accept({ registration, trigger: {}, originKey: null })));
  return accepted.map((each) => each.runId);
}

const strays = async () => {
  await listQueued({ pool: database.pool, olderThanMs: -1_000 });
  return (await database.pool.query<{ id: string }>(SQL.strays, [0])).rows.map((row) => row.id);
};
const jobsOf = async (ids: string[]) => {
  const { rows } = await database.pool.query<{ key: string }>("select key from graphile_worker._private_jobs where key = any ($1)", [
    ids.map((id) => `run:${id}`),
  ]);
  return rows.map((row) => row.key);
};

test("runs that share a job are not missed by the watchdog while it is there, and are once it is lost", async () => {
  const ids = await arrive(30);
  expect(await strays()).toEqual([]);
  await database.pool.query("delete from graphile_worker._private_jobs");
  expect(await strays()).toEqual([...ids].sort());
});

test("a run that finds no place in time gets a job of its own, and the others are not kept by it", async () => {
  const ids = await arrive(4);
  const places = createPlaces(1);
  const advanced: string[] = [];
  const release = Promise.withResolvers<void>();
  const on = async (id: string) => {
    advanced.push(id);
    if (advanced.length === 1) await release.promise;
  };
  const done = createTogether({ pool: database.pool, task: "advance near-real-time", places, on, patienceMs: 30 })({ runIds: ids });
  // all but one have given up before the first one ends
  await until(async () => places.waiting() === 0);
  release.resolve();
  await done;
  expect(advanced).toEqual([ids[0]]);
  expect((await jobsOf(ids)).sort()).toEqual(ids.slice(1).map((id) => `run:${id}`));
});

test("a job fails as a whole where one of its runs could not be advanced, and names every run again", async () => {
  const ids = await arrive(3);
  const tried: string[] = [];
  const on = async (id: string) => {
    tried.push(id);
    if (id === ids[1]) throw new Error("the database was away");
  };
  const work = createTogether({ pool: database.pool, task: "advance near-real-time", places: createPlaces(1), on });
  await expect(work({ runIds: ids })).rejects.toThrow("the database was away");
  expect(tried).toEqual(ids);
});

test("with fewer places than runs, every run of a shared job ends", async () => {
  await rig.startWorker();
  const ids = await arrive(45);
  for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
  await until(async () => (await database.pool.query("select 1 from graphile_worker._private_jobs")).rowCount === 0);
});
