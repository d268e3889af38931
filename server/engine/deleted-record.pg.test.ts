import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import type { OdooPort } from "#flow/ports.ts";
import { deletedSince } from "../odoo/deleted.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { draw, OPERATOR, runIn, startEngine, stepsOf } from "../testing/engine.ts";
import type { EngineRig } from "../testing/engine.ts";

let database: TestDatabase;
let rig: EngineRig;

/** Records by id, and what each is called outside: what the contract of Odoo's ports asks of any Odoo. */
const records = new Map<number, { externalId: string; values: Record<string, Json> }>();
let last = 400;

/** As the contract of Odoo's ports asks: whoever is refused fails alone. */
const writeList: OdooPort["writeList"] = async ({ connection, model, records: wanted, made = [] }) =>
  wanted.map(({ externalId, values, known: knownByPlace }) => {
    const known = made.find((each) => each.externalId === externalId) ?? knownByPlace;
    const found = [...records].find(([, record]) => record.externalId === externalId);
    if (!found && known !== undefined) {
      if (known.isLeft) return { id: known.id, externalId, action: "skipped", changed: [] };
      const { code, message, fix } = deletedSince({ connection, model, id: known.id }).failure;
      return { id: known.id, externalId, action: "failed", changed: [], error: { code, message, ...(fix === undefined ? {} : { fix }) } };
    }
    const id = found?.[0] ?? ++last;
    records.set(id, { externalId, values });
    return { id, externalId, action: found ? "updated" : "created", changed: [] };
  });

const unused = async (): Promise<never> => {
  throw new Error("not part of this test");
};
const odoo: OdooPort = {
  create: async ({ connection, model, records: wanted }) =>
    wanted.map(({ externalId, values, known }) => {
      const found = [...records].find(([, record]) => record.externalId === externalId);
      if (!found && known !== undefined) throw deletedSince({ connection, model, id: known });
      const id = found?.[0] ?? ++last;
      records.set(id, { externalId, values });
      return { id, action: found ? "updated" : "created", changed: [] };
    }),
  upsert: unused,
  update: unused,
  writeList,
  search: unused,
  report: unused,
  call: unused,
  resolve: unused,
  preview: async ({ model, known }) => ({
    modelLabel: model,
    action: known !== undefined && records.has(known.id) ? "update" : "create",
    fields: [{ name: "name", label: "Name", before: null, after: "new" }],
  }),
};

beforeAll(async () => {
  database = await testDatabase();
  rig = await startEngine({ url: database.url, installation: database.installationKey, target: "http://127.0.0.1:9", odoo });
  await rig.startWorker();
});
afterAll(async () => {
  await rig.stop();
  await database.drop();
});

const create = (values: Json) => ({ type: "odoo.create", config: { connection: "odoo", model: "project.project", ...(values as object) } });
const after = { type: "map", config: { fields: [{ name: "id", value: { $: "steps.make.id" } }] } };

/** A run made a record, somebody deleted it, and a replay with other content met that. */
async function met(): Promise<{ runId: string; id: number }> {
  const runId = await rig.started(
    draw({ steps: { make: create({ values: { name: { $: "trigger.body.name" } } }), after }, edges: ["start > make", "make > after"] }),
    {
      name: "Website",
    },
  );
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const id = last;
  records.delete(id);
  const { steps } = await rig.engine.replayPreview({ runId, triggerBody: { name: "Web shop" } });
  expect(steps.at(-1)).toMatchObject({ step: "make", will: "record was deleted" });
  const replay = await rig.engine.replay({ actor: OPERATOR, runId, triggerBody: { name: "Web shop" } });
  const row = await runIn(rig.pool, { id: replay.runId, status: "failed" });
  expect(row.failure).toMatchObject({ code: "odoo.record_deleted", class: "business" });
  expect(records.has(id)).toBe(false);
  return { runId: replay.runId, id };
}

describe("a record that the flow made and somebody deleted", () => {
  test("is made again where a person says so, and the run goes on with the new one", async () => {
    const { runId, id } = await met();
    const decided = await rig.engine.decideDeleted({ actor: OPERATOR, runId, step: "make", decision: "recreate" });
    await runIn(rig.pool, { id: decided.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, decided.runId)).at(-1)?.output).toEqual({ id: last });
    expect(last).toBeGreaterThan(id);
    expect(records.get(last)?.values).toEqual({ name: "Web shop" });
  });

  test("stays deleted where a person says so: nothing is written, and the run goes on", async () => {
    const { runId, id } = await met();
    const before = last;
    const decided = await rig.engine.decideDeleted({ actor: OPERATOR, runId, step: "make", decision: "skip" });
    await runIn(rig.pool, { id: decided.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, decided.runId)).slice(1)).toMatchObject([
      { step_id: "make", how: "found" },
      { step_id: "after", output: { id } },
    ]);
    expect([last, records.has(id)]).toEqual([before, false]);
    // whoever replays it later is not asked again
    const later = await rig.engine.replay({ actor: OPERATOR, runId: decided.runId, triggerBody: { name: "Shop" } });
    await runIn(rig.pool, { id: later.runId, status: "succeeded" });
    expect(last).toBe(before);
  });

  test("of a list only the one that is gone is made again", async () => {
    const runId = await rig.started(
      draw({ steps: { make: create({ records: { $: "trigger.body.names ~> $map(function($n) { {'name': $n} })" } }) }, edges: ["start > make"] }),
      { names: ["Analysis", "Build"] },
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const [first, second] = [last - 1, last];
    records.delete(second);
    const replay = await rig.engine.replay({ actor: OPERATOR, runId, triggerBody: { names: ["Analysis phase", "Build phase"] } });
    await runIn(rig.pool, { id: replay.runId, status: "failed" });
    const decided = await rig.engine.decideDeleted({ actor: OPERATOR, runId: replay.runId, step: "make", decision: "recreate" });
    await runIn(rig.pool, { id: decided.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, decided.runId)).at(-1)?.output).toMatchObject({
      records: [
        { id: first, action: "updated" },
        { id: last, action: "created" },
      ],
    });
    await expect(rig.engine.decideDeleted({ actor: OPERATOR, runId: replay.runId, step: "make", decision: "recreate" })).rejects.toMatchObject({
      code: "effect.settled",
    });
  });

  test("of a list only the one that is gone is left deleted: the others are written, and whatever comes later asks about others alone", async () => {
    const runId = await rig.started(
      draw({ steps: { make: create({ records: { $: "trigger.body.names ~> $map(function($n) { {'name': $n} })" } }) }, edges: ["start > make"] }),
      { names: ["Analysis", "Build", "Test"] },
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const [first, second, third] = [last - 2, last - 1, last];
    records.delete(second);
    const replay = await rig.engine.replay({ actor: OPERATOR, runId, triggerBody: { names: ["Analysis phase", "Build phase", "Test phase"] } });
    await runIn(rig.pool, { id: replay.runId, status: "failed" });
    const decided = await rig.engine.decideDeleted({ actor: OPERATOR, runId: replay.runId, step: "make", decision: "skip" });
    await runIn(rig.pool, { id: decided.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, decided.runId)).at(-1)?.output).toMatchObject({
      records: [
        { id: first, action: "updated" },
        { id: second, action: "skipped" },
        { id: third, action: "updated" },
      ],
      updated: 2,
      skipped: 1,
    });
    expect([records.get(first)?.values, records.get(third)?.values]).toEqual([{ name: "Analysis phase" }, { name: "Test phase" }]);
    for (const decision of ["skip", "recreate"] as const)
      await expect(rig.engine.decideDeleted({ actor: OPERATOR, runId: replay.runId, step: "make", decision })).rejects.toMatchObject({
        code: "effect.settled",
      });
    // what was left deleted stays so, and what is deleted next is asked about
    records.delete(third);
    const later = await rig.engine.replay({ actor: OPERATOR, runId: decided.runId, triggerBody: { names: ["One", "Two", "Three"] } });
    const row = await runIn(rig.pool, { id: later.runId, status: "failed" });
    expect([row.failure?.code, row.failure?.message]).toEqual(["odoo.record_deleted", expect.stringContaining(`id ${third} `)]);
    const again = await rig.engine.decideDeleted({ actor: OPERATOR, runId: later.runId, step: "make", decision: "recreate" });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, again.runId)).at(-1)?.output).toMatchObject({
      records: [
        { id: first, action: "updated" },
        { id: second, action: "skipped" },
        { id: last, action: "created" },
      ],
    });
  });

  test("of an upsert's list, which has its records in another order now, only the one that is gone is asked about and made again", async () => {
    const upsert = {
      type: "odoo.upsert",
      config: {
        connection: "odoo",
        model: "res.partner",
        items: { $: "trigger.body.people" },
        match: { kind: "external-id", key: { $: "item.key" } },
        values: { name: { $: "item.name" } },
      },
    };
    const runId = await rig.started(draw({ steps: { make: upsert }, edges: ["start > make"] }), {
      people: ["ann", "bob", "cy"].map((key) => ({ key, name: key })),
    });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const [ann, bob, cy] = [last - 2, last - 1, last];
    records.delete(ann);
    const people = ["cy", "bob", "ann"].map((key) => ({ key, name: `${key} again` }));
    const replay = await rig.engine.replay({ actor: OPERATOR, runId, triggerBody: { people } });
    const row = await runIn(rig.pool, { id: replay.runId, status: "failed" });
    expect([row.failure?.code, records.has(ann), last]).toEqual(["odoo.record_deleted", false, cy]);
    const decided = await rig.engine.decideDeleted({ actor: OPERATOR, runId: replay.runId, step: "make", decision: "recreate" });
    await runIn(rig.pool, { id: decided.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, decided.runId)).at(-1)?.output).toMatchObject({
      records: [
        { id: cy, action: "updated" },
        { id: bob, action: "updated" },
        { id: last, action: "created" },
      ],
    });
    expect(last).toBe(cy + 1);
  });

  test("whoever decides late, when it has been made again, is told so, and nothing is made twice", async () => {
    const { runId } = await met();
    const decided = await rig.engine.decideDeleted({ actor: OPERATOR, runId, step: "make", decision: "recreate" });
    await runIn(rig.pool, { id: decided.runId, status: "succeeded" });
    const held = last;
    await expect(rig.engine.decideDeleted({ actor: OPERATOR, runId, step: "make", decision: "recreate" })).rejects.toMatchObject({ code: "effect.settled" });
    expect(last).toBe(held);
  });

  test("of ten people who decide at once, one does; where nothing is to be decided, it is said", async () => {
    const { runId } = await met();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => rig.engine.decideDeleted({ actor: OPERATOR, runId, step: "make", decision: "recreate" })),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await expect(rig.engine.decideDeleted({ actor: OPERATOR, runId, step: "after", decision: "skip" })).rejects.toMatchObject({ code: "effect.not_open" });
  });
});
