/** A long for each goes in parts that are runs of their own: every item once, in whatever process, and no part is forgotten. */
import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { deploy, draw, drawBody, OPERATOR, runIn, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile();

type Framed = { [key: string]: Json };
const send = (body = "{ 'id': item.id, 'at': index, 'order': trigger.body.order }") => ({
  type: "http",
  delivery: "exactly-once" as const,
  config: { connection: "target", method: "POST", url: "/order", body: { $: body } },
});
const sending = drawBody({ steps: { send: send() }, edges: [] });
const after = { type: "map", config: { fields: [{ name: "count", value: { $: "steps.lines.succeeded" } }] } };
const framed = (config: Framed) =>
  draw({ steps: { lines: { type: "each", config: { body: sending, ...config } }, after }, edges: ["start > lines", "lines > after"] });
const ofList = (config: Framed = {}) => framed({ items: { $: "[1..450].{ 'id': 'i' & $ }" }, itemKey: { $: "item.id" }, ...config });
const ofPages = (config: Framed = {}, source: Framed = {}) =>
  framed({ source: { connection: "crm", model: "res.partner", domain: [["active", "=", true]], fields: ["name"], page: 50, ...source }, ...config });

const sent = () => target.calls.filter((call) => call.path === "/order").map((call) => (call.body as { id: string | number }).id);
const frameOf = async (runId: string) => (await stepsOf(rig.pool, runId)).find((step) => step.step_id === "lines");
type Part = { id: string; chunk: number; status: string; parent_step: string };
const partsOf = async (runId: string) =>
  (await database.pool.query<Part>("select id, chunk, status, parent_step from run where parent_run = $1 order by chunk, id", [runId])).rows;
const resultsOf = (output: Json) => (output as { results: Json[] }).results;
const unique = (list: (string | number)[]) => [...new Set(list)];

type Search = { domain: [string, string, number | boolean][]; order: string; limit: number; fields: string[] };

/** Answers searches from a table that tests change, and orders as `answer` says. */
function serve(table: Map<number, { id: number; name: string; active: boolean }>, answer: (id: number) => number = () => 200) {
  target.answer((call, response) => {
    const reply = (status: number, body: Json) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (call.path !== "/search") return reply(answer((call.body as { id: number }).id), {});
    const { domain, order, limit } = call.body as Search;
    const fits = (row: { id: number; active: boolean }) =>
      domain.every(([field, operator, value]) => {
        if (field === "active") return row.active === value;
        return operator === "<=" ? row.id <= Number(value) : operator === ">" ? row.id > Number(value) : row.id < Number(value);
      });
    const sign = order.endsWith("desc") ? -1 : 1;
    return reply(200, {
      records: [...table.values()]
        .filter(fits)
        .sort((a, b) => (a.id - b.id) * sign)
        .slice(0, limit),
    });
  });
}
const partners = (count: number) => new Map(Array.from({ length: count }, (_, index) => [index + 1, { id: index + 1, name: `P${index + 1}`, active: true }]));

describe("a long list", () => {
  test("goes in parts one after the other: every item once, in its order, with its place in the whole list; what comes after sees the sum", async () => {
    const runId = await rig.started(ofList(), { order: "SO-7" });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls.map((call) => call.body)).toEqual(Array.from({ length: 450 }, (_, at) => ({ id: `i${at + 1}`, at, order: "SO-7" })));
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(450);
    expect((await partsOf(runId)).map((part) => [part.chunk, part.status, part.parent_step])).toEqual([
      [0, "succeeded", "lines"],
      [1, "succeeded", "lines"],
      [2, "succeeded", "lines"],
    ]);
    const frame = await frameOf(runId);
    expect(frame?.output).toMatchObject({ succeeded: 450, failed: 0, skipped: 0 });
    expect(resultsOf(frame?.output ?? null)).toHaveLength(450);
    expect((await stepsOf(rig.pool, runId)).map((step) => step.step_id)).toEqual(["start", "lines", "after"]);
    expect((await stepsOf(rig.pool, runId)).at(-1)?.output).toEqual({ count: 450 });
  });

  test("whose items touch nothing outside gives what they gave: a part that is recorded in one row is read like every other", async () => {
    const body = drawBody({ steps: { twice: { type: "map", config: { fields: [{ name: "n", value: { $: "item * 2" } }] } } }, edges: [] });
    const runId = await rig.started(framed({ items: { $: "[1..3]" }, itemKey: { $: "'k' & item" }, childRunsFrom: 2, body }), {});
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const output = (await frameOf(runId))?.output ?? null;
    expect(output).toMatchObject({ succeeded: 3, failed: 0 });
    expect(resultsOf(output)).toHaveLength(3);
  });

  test("is no long one below the number that its frame names", async () => {
    const runId = await rig.started(ofList({ childRunsFrom: 451 }), {});
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(await partsOf(runId)).toEqual([]);
    expect(sent()).toHaveLength(450);
  });

  test("lets as many items be under way as its frame says, over all parts", async () => {
    let open = 0;
    let most = 0;
    target.answer((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      });
    });
    const runId = await rig.started(ofList({ concurrency: 3, onFailure: "continue" }), {});
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect([most <= 3, most > 1, unique(sent()).length, sent().length]).toEqual([true, true, 450, 450]);
  });

  test("begins no further part after a failure where the policy says stop; counts it where it says continue", async () => {
    const refuse = (ids: string[]) =>
      target.answer((call, response) =>
        response.writeHead(ids.includes((call.body as { id: string }).id) ? 422 : 200, { "content-type": "application/json" }).end("{}"),
      );
    refuse(["i230"]);
    const stopped = await rig.started(ofList(), {});
    const run = await runIn(rig.pool, { id: stopped, status: "failed" });
    expect(run.failure?.message).toMatch(/^lines, item i230: .* 220 items were not begun\.$/);
    expect(run.failure).toMatchObject({ detail: { item: "i230", step: "send", skipped: 220 } });
    expect(sent()).toHaveLength(230);
    expect((await partsOf(stopped)).map((part) => part.status)).toEqual(["succeeded", "failed"]);

    target.calls.length = 0;
    refuse(["i1", "i230", "i450"]);
    const counted = await rig.started(ofList({ onFailure: "continue", concurrency: 4 }), {});
    await runIn(rig.pool, { id: counted, status: "succeeded" });
    const frame = await frameOf(counted);
    expect(frame?.output).toMatchObject({ succeeded: 447, failed: 3, skipped: 0 });
    expect(resultsOf(frame?.output ?? null).slice(0, 2)).toMatchObject([{ key: "i1", status: "failed" }, { key: "i2" }]);

    // a replay sends only what is missing
    target.calls.length = 0;
    refuse([]);
    const again = await rig.engine.replay({ actor: OPERATOR, runId: counted });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect(sent().toSorted()).toEqual(["i1", "i230", "i450"]);
    expect((await frameOf(again.runId))?.output).toMatchObject({ succeeded: 450, failed: 0 });
  });

  test("is cancelled with all its parts; a part is repeated only with the whole", async () => {
    const body = drawBody({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: [] });
    const runId = await rig.started(ofList({ body, concurrency: 2, onFailure: "continue" }), {});
    const parts = await until(async () => {
      const rows = await partsOf(runId);
      return rows.length === 2 && rows.every((part) => part.status === "waiting") ? rows : null;
    });
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "Wrong list" });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
    for (const part of parts) await runIn(rig.pool, { id: part.id, status: "cancelled" });
    await expect(rig.engine.replay({ actor: OPERATOR, runId: parts[0]?.id ?? "" })).rejects.toMatchObject({ code: "replay.part" });
  });

  test("does not stand in its own way where the flow lets one run go at a time", async () => {
    const document = ofList();
    const runId = await rig.started({ ...document, flow: { ...document.flow, concurrency: 1, order: "one" } }, {});
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent()).toHaveLength(450);
  });

  test("inside an item of another one sees that item and what came before it there", async () => {
    const inner = {
      type: "each",
      config: {
        items: { $: "item.parts" },
        itemKey: { $: "item" },
        childRunsFrom: 2,
        body: drawBody({ steps: { part: send("{ 'id': steps.name.label & item }") }, edges: [] }),
      },
    };
    const body = drawBody({
      steps: { name: { type: "map", config: { fields: [{ name: "label", value: { $: "trigger.body.order & '.' & item.id & '.'" } }] } }, parts: inner },
      edges: ["name > parts"],
    });
    const lines = [
      { id: "x", parts: ["1", "2"] },
      { id: "y", parts: ["1", "2", "3"] },
    ];
    const runId = await rig.started(framed({ items: { $: "trigger.body.lines" }, itemKey: { $: "item.id" }, body, childRunsFrom: 2 }), { order: "SO", lines });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent()).toEqual(["SO.x.1", "SO.x.2", "SO.y.1", "SO.y.2", "SO.y.3"]);
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(5);
  });
});

describe("pages of a search", () => {
  test("are read one after another by id: what is changed, deleted or added meanwhile makes no other record be skipped or taken twice", async () => {
    const table = partners(220);
    serve(table, (id) => {
      // gone from the first page, out of the search on a later one, and new ones behind the end
      if (id === 60) for (const gone of [1, 2, 3]) table.delete(gone);
      if (id === 70) table.set(170, { id: 170, name: "P170", active: false });
      if (id === 80) for (const id of [221, 222]) table.set(id, { id, name: `P${id}`, active: true });
      return 200;
    });
    const body = drawBody({ steps: { send: send("{ 'id': item.id }") }, edges: [] });
    const runId = await rig.started(ofPages({ body }), {});
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent()).toEqual(Array.from({ length: 220 }, (_, at) => at + 1).filter((id) => id !== 170));
    expect(await partsOf(runId)).toHaveLength(5);
    expect((await frameOf(runId))?.output).toMatchObject({ succeeded: 219, failed: 0, skipped: 0 });
    const asked = target.calls.filter((call) => call.path === "/search").map((call) => call.body as Search);
    expect(asked.map((search) => [search.limit, search.domain.slice(1)])).toEqual([
      [1, []],
      [50, [["id", "<=", 220]]],
      ...[50, 100, 150, 201].map((id) => [
        50,
        [
          ["id", "<=", 220],
          ["id", ">", id],
        ],
      ]),
    ]);
    // a replay reads again, and sends only what is new
    target.calls.length = 0;
    const preview = await rig.engine.replayPreview({ runId });
    expect(preview.steps.map((step) => [step.step, step.will])).toEqual([
      ["start", "copied"],
      ["lines", "execute"],
      ["after", "execute"],
    ]);
    const again = await rig.engine.replay({ actor: OPERATOR, runId });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect(sent()).toEqual([221, 222]);
  });

  test("may go from the newest to the oldest; none at all is done at once", async () => {
    serve(partners(120));
    const down = await rig.started(ofPages({}, { order: "id desc" }), {});
    await runIn(rig.pool, { id: down, status: "succeeded" });
    expect(sent()).toEqual(Array.from({ length: 120 }, (_, at) => 120 - at));
    serve(new Map());
    const none = await rig.started(ofPages(), {});
    await runIn(rig.pool, { id: none, status: "succeeded" });
    expect((await frameOf(none))?.output).toEqual({ succeeded: 0, failed: 0, skipped: 0, results: [] });
  });

  test("a page that cannot be read fails the frame, and the failure of an item is counted", async () => {
    target.answer((_, response) => response.writeHead(503).end());
    const away = await rig.started(ofPages(), {});
    expect((await runIn(rig.pool, { id: away, status: "failed" })).failure).toMatchObject({ code: "odoo.unavailable" });
    serve(partners(120), (id) => (id % 50 === 0 ? 422 : 200));
    const some = await rig.started(ofPages({ onFailure: "continue" }), {});
    await runIn(rig.pool, { id: some, status: "succeeded" });
    expect((await frameOf(some))?.output).toMatchObject({ succeeded: 118, failed: 2, skipped: 0 });
  });

  test("a dry run looks at a few records, and sends nothing", async () => {
    serve(partners(120));
    const dry = await rig.simulate({ document: ofPages(), environment: "production", trigger: { body: {} } });
    expect(dry.status).toBe("succeeded");
    expect(dry.effects).toHaveLength(10);
    expect(dry.steps.find((step) => step.step === "lines")?.note).toBe("The first 10 records of its search.");
    expect(sent()).toEqual([]);
  });
});

test("a flow that names both a list and a search, or a key for records, is told", async () => {
  const { flowId } = await deploy(rig.pool, ofPages({ itemKey: { $: "item.name" } }));
  const { runId } = await rig.engine.accept({ registration: await rig.registration(flowId), trigger: { body: {} }, originKey: null });
  expect((await runIn(rig.pool, { id: runId, status: "failed" })).failure).toMatchObject({ code: "step.config" });
});
