/** Schedules: a tick is one run, whatever happens to schedulers, clocks and runs meanwhile. */
import { afterEach, describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { createScheduler } from "./schedule.ts";
import { LIMITS } from "./deps.ts";
import { createRegistrationSource, createVersionSource } from "../flows/sources.ts";
import { deploy, draw } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

// no worker: runs stay queued unless a test ends them
const { database, rig } = await engineOfFile({ worker: false });
let now = Date.parse("2026-11-24T06:30:00Z");

/** a process of its own, which has heard of every deployment */
const scheduler = () => {
  const registrations = createRegistrationSource({ pool: database.pool, versions: createVersionSource({ pool: database.pool }) });
  return createScheduler({ deps: { ...rig.deps, registrations, clock: { now: () => now } }, limits: LIMITS, accept: rig.engine.accept });
};

async function scheduled(config: { [key: string]: Json }): Promise<{ flowId: string; key: string }> {
  const document = draw({ steps: { start: { type: "trigger.schedule", config }, fields: { type: "map", config: { fields: [] } } }, edges: ["start > fields"] });
  const { flowId } = await deploy(database.pool, document);
  return { flowId, key: document.flow.key };
}

type Run = { at: string; previous: string | null; status: string; cancel_reason: string | null };

async function runsOf(flowId: string): Promise<Run[]> {
  const { rows } = await database.pool.query<Run>(
    "select trigger->>'at' as at, trigger->>'previous' as previous, status, cancel_reason from run where flow_id = $1 order by trigger->>'at'",
    [flowId],
  );
  return rows;
}

const at = async (iso: string, times = 1) => {
  now = Date.parse(iso);
  for (let look = 0; look < times; look += 1) await scheduler().tick();
};
const finish = (flowId: string) =>
  database.pool.query("update run set status = 'succeeded', finished_at = now() where flow_id = $1 and status = 'queued'", [flowId]);
const times = async (flowId: string) => (await runsOf(flowId)).map((run) => run.at);

afterEach(async () => {
  await database.pool.query("update registration set active = false");
  await database.pool.query("delete from schedule");
});

describe("a schedule", () => {
  test("begins when it is deployed, comes at its times, and every run knows its tick and the one before", async () => {
    await at("2026-11-24T06:30:00Z");
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", overlap: "parallel" });
    await at("2026-11-24T06:59:59Z", 2);
    expect(await runsOf(flowId)).toEqual([]);
    await at("2026-11-24T07:00:00Z", 3);
    await at("2026-11-24T08:00:01Z", 3);
    expect(await runsOf(flowId)).toMatchObject([
      { at: "2026-11-24T07:00:00.000Z", previous: null, status: "queued" },
      { at: "2026-11-24T08:00:00.000Z", previous: "2026-11-24T07:00:00.000Z", status: "queued" },
    ]);
  });

  test("is one tick for ten schedulers at once, and for one that died after accepting", async () => {
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", overlap: "parallel" });
    await at("2026-11-24T07:30:00Z");
    now = Date.parse("2026-11-24T08:00:00Z");
    await Promise.all(Array.from({ length: 10 }, () => scheduler().tick()));
    expect(await times(flowId)).toEqual(["2026-11-24T08:00:00.000Z"]);
    // accepted, and never noted down
    await database.pool.query("update schedule set seen_at = '2026-11-24T07:30Z', next_at = '2026-11-24T08:00Z', previous_at = null");
    await at("2026-11-24T08:00:02Z", 2);
    expect(await times(flowId)).toEqual(["2026-11-24T08:00:00.000Z"]);
  });

  test("that is published and deployed twenty times stays one; another time begins anew, without the ticks in between", async () => {
    const draw20 = async (cron: string, key: string) =>
      deploy(
        database.pool,
        draw({
          steps: {
            start: { type: "trigger.schedule", config: { cron, timeZone: "UTC", overlap: "parallel" } },
            fields: { type: "map", config: { fields: [] } },
          },
          edges: ["start > fields"],
          flow: { key },
        }),
      );
    let flowId = "";
    for (let count = 0; count < 20; count += 1) ({ flowId } = await draw20("0 * * * *", "published-often"));
    await at("2026-11-24T09:30:00Z");
    await at("2026-11-24T10:00:00Z");
    expect(await times(flowId)).toEqual(["2026-11-24T10:00:00.000Z"]);
    await draw20("*/10 * * * *", "published-often");
    await at("2026-11-24T10:35:00Z", 2);
    expect(await times(flowId)).toHaveLength(1);
    await at("2026-11-24T10:40:00Z");
    expect(await times(flowId)).toEqual(["2026-11-24T10:00:00.000Z", "2026-11-24T10:40:00.000Z"]);
  });

  test("whose tick cannot be accepted has a run that failed and says why, and goes on", async () => {
    const document = draw({
      steps: {
        start: { type: "trigger.schedule", config: { cron: "0 * * * *", timeZone: "UTC", overlap: "parallel" } },
        fields: { type: "map", config: { fields: [] } },
      },
      edges: ["start > fields"],
      flow: { order: { $: "trigger.customer" } },
    });
    const { flowId } = await deploy(database.pool, document);
    await at("2026-11-24T06:30:00Z");
    await at("2026-11-24T07:00:00Z", 2);
    await at("2026-11-24T08:00:00Z");
    const { rows } = await database.pool.query("select status, failure->>'code' as code from run where flow_id = $1", [flowId]);
    const failed = { status: "failed", code: "expression.key_operand_missing" };
    expect(rows).toEqual([failed, failed]);
  });

  test("that cannot be looked at hinders no other", async () => {
    await at("2026-11-24T06:30:00Z");
    const broken = await scheduled({ cron: "0 * * * *" });
    const refused = await scheduled({ cron: "0 * * * *" });
    const sound = await scheduled({ cron: "0 * * * *" });
    await at("2026-11-24T06:30:01Z");
    // one that the database itself does not take
    await database.pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
       create trigger refuse before update on schedule for each row
       when (new.registration_id = '${(await database.pool.query<{ id: string }>("select id from registration where flow_id = $1", [refused.flowId])).rows[0]?.id}')
       execute function refuse()`,
    );
    // a version that an earlier release wrote and this one does not read
    await database.pool.query("update version set document = '{}' where flow_id = $1", [broken.flowId]);
    await at("2026-11-24T07:00:00Z", 2);
    expect(await times(sound.flowId)).toEqual(["2026-11-24T07:00:00.000Z"]);
    expect(await times(broken.flowId)).toEqual([]);
    // its run is one, however often it is looked at; and what is known of the others is kept
    expect(await times(refused.flowId)).toEqual(["2026-11-24T07:00:00.000Z"]);
    const { rows } = await database.pool.query<{ next_at: Date }>(
      "select s.next_at from schedule s join registration r on r.id = s.registration_id where r.flow_id = $1",
      [sound.flowId],
    );
    expect(rows.map((row) => row.next_at.toISOString())).toEqual(["2026-11-24T08:00:00.000Z"]);
    await database.pool.query("drop trigger refuse on schedule; drop function refuse()");
  });

  test("that is taken out of service does not catch up with that time when it comes back", async () => {
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", catchUp: "all", overlap: "parallel" });
    await at("2026-11-24T06:30:00Z");
    await database.pool.query("update registration set active = false where flow_id = $1", [flowId]);
    await at("2026-11-24T09:30:00Z");
    await database.pool.query("update registration set active = true where flow_id = $1", [flowId]);
    await at("2026-11-24T09:45:00Z");
    await at("2026-11-24T10:00:00Z");
    expect(await times(flowId)).toEqual(["2026-11-24T10:00:00.000Z"]);
  });

  test("is not confused by a clock that is set back", async () => {
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", overlap: "parallel" });
    await at("2026-11-24T06:30:00Z");
    await at("2026-11-24T07:00:00Z");
    await at("2026-11-24T06:50:00Z");
    await at("2026-11-24T07:00:00Z", 2);
    await at("2026-11-24T08:00:00Z");
    expect(await times(flowId)).toEqual(["2026-11-24T07:00:00.000Z", "2026-11-24T08:00:00.000Z"]);
  });
});

describe("after three hours without workers", () => {
  test.each([
    ["none", []],
    ["one", ["2026-11-24T09:00:00.000Z"]],
    ["all", ["2026-11-24T07:00:00.000Z", "2026-11-24T08:00:00.000Z", "2026-11-24T09:00:00.000Z"]],
  ])("catching up %s starts %j", async (catchUp, expected) => {
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", catchUp, overlap: "parallel" });
    await at("2026-11-24T06:30:00Z");
    await at("2026-11-24T09:30:00Z", 2);
    expect(await times(flowId)).toEqual(expected);
  });
});

describe("while the run before goes on", () => {
  test("skip records the tick with its reason", async () => {
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", overlap: "skip" });
    await at("2026-11-24T06:30:00Z");
    await at("2026-11-24T07:00:00Z");
    await at("2026-11-24T08:00:00Z");
    expect(await runsOf(flowId)).toMatchObject([{ status: "queued" }, { status: "skipped", cancel_reason: "The run of an earlier tick had not ended." }]);
  });

  test("queue keeps every tick until its turn, over a restart, in order", async () => {
    const { flowId } = await scheduled({ cron: "0 * * * *", timeZone: "UTC", overlap: "queue" });
    await at("2026-11-24T06:30:00Z");
    await at("2026-11-24T07:00:00Z");
    await at("2026-11-24T08:00:00Z");
    await at("2026-11-24T09:00:00Z", 3);
    expect(await times(flowId)).toEqual(["2026-11-24T07:00:00.000Z"]);
    await finish(flowId);
    await at("2026-11-24T09:10:00Z", 3);
    expect(await times(flowId)).toEqual(["2026-11-24T07:00:00.000Z", "2026-11-24T08:00:00.000Z"]);
    await finish(flowId);
    await at("2026-11-24T09:20:00Z", 3);
    expect(await times(flowId)).toHaveLength(3);
  });
});

test("a schedule in a hour that its zone leaves out comes once, at the first instant after it", async () => {
  now = Date.parse("2026-03-29T00:30:00Z");
  const { flowId } = await scheduled({ cron: "30 2 * * *", timeZone: "Europe/Stockholm" });
  await at("2026-03-29T00:30:00Z");
  await at("2026-03-29T00:59:59Z");
  expect(await times(flowId)).toEqual([]);
  await at("2026-03-29T01:00:00Z", 2);
  expect(await times(flowId)).toEqual(["2026-03-29T01:00:00.000Z"]);
});
