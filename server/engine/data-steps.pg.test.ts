/**
 *     start > checked > hours > rate > work > tell
 *                └ error > sorry     └ error > sorry
 */
import { expect, test } from "vitest";
import { OPERATOR, deploy, draw, runIn, stepsOf } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { rig } = await engineOfFile();

const schema = {
  type: "object",
  required: ["lines"],
  properties: { lines: { type: "array", items: { type: "object", required: ["hours"], properties: { hours: { type: "number" } } } } },
};

const flow = () =>
  draw({
    steps: {
      checked: { type: "validate", config: { value: { $: "trigger.body" }, schema } },
      big: { type: "filter", config: { items: { $: "steps.checked.lines" }, where: { $: "item.hours >= 1" } } },
      hours: {
        type: "aggregate",
        config: { items: { $: "steps.big.items" }, groupBy: { $: "item.who" }, measures: [{ name: "hours", operation: "sum", of: { $: "item.hours" } }] },
      },
      rate: { type: "lookup", config: { key: { $: "trigger.body.grade" }, from: "rows", rows: { senior: 150, junior: 90 } } },
      work: {
        type: "code",
        config: {
          input: { hours: { $: "steps.hours.total.hours" }, rate: { $: "steps.rate.value" } },
          // a busy machine may take its time
          milliseconds: 10_000,
          code: "console.log('charging', input.hours);\nif (input.hours > 100) throw new Error('more than a month');\nreturn { amount: input.hours * input.rate, at: new Date().toISOString(), dice: Math.random() };",
        },
      },
      sorry: { type: "map", config: { fields: [{ name: "why", value: { $: "steps.checked.code ? steps.checked : steps.work" } }] }, join: "any" },
    },
    edges: ["start > checked", "checked > big", "big > hours", "hours > rate", "rate > work", "checked.error > sorry", "work.error > sorry"],
  });

const outputsOf = async (runId: string) => Object.fromEntries((await stepsOf(rig.pool, runId)).map((step) => [step.step_id, step.output]));
const body = {
  grade: "senior",
  lines: [
    { who: "Ann", hours: 2 },
    { who: "Bo", hours: 0.5 },
    { who: "Ann", hours: 1.5 },
  ],
};

test("a list is checked, filtered, added up, priced by a table and worked on by code", async () => {
  const runId = await rig.started(flow(), body);
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect(await outputsOf(runId)).toMatchObject({
    big: { kept: 2, dropped: 1 },
    hours: { total: { hours: 3.5 }, groups: [{ key: "Ann", hours: 3.5 }] },
    rate: { found: true, value: 150 },
    work: { amount: 525, at: expect.stringMatching(/Z$/), dice: expect.any(Number) },
  });
  const { rows } = await rig.pool.query<{ response: unknown }>("select response from step_run where run_id = $1 and step_id = 'work'", [runId]);
  expect(rows[0]?.response).toEqual({ log: ["charging 3.5"] });
});

test("data that does not fit leaves by the error port with its places; without that port the run fails with them", async () => {
  const broken = { ...body, lines: [{ hours: "2" }] };
  const caught = await rig.started(flow(), broken);
  await runIn(rig.pool, { id: caught, status: "succeeded" });
  expect(await outputsOf(caught)).toMatchObject({
    sorry: { why: { code: "validate.failed", detail: { places: [{ place: "lines.0.hours", message: "must be number" }] } } },
  });

  const document = flow();
  const failed = await rig.started({ ...document, edges: document.edges.filter((edge) => edge.port !== "error") }, broken);
  const run = await runIn(rig.pool, { id: failed, status: "failed" });
  expect(run.failure).toMatchObject({ class: "business", code: "validate.failed", message: expect.stringContaining("lines.0.hours must be number") });
});

test("what code throws leaves by its error port, and the run goes on", async () => {
  const runId = await rig.started(flow(), { ...body, lines: [{ who: "Ann", hours: 200 }] });
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect(await outputsOf(runId)).toMatchObject({ sorry: { why: { code: "code.threw", message: expect.stringContaining("line 2: more than a month") } } });
});

test("code that loops for ever fails its run, and other runs go on meanwhile", async () => {
  const loop = await rig.started(draw({ steps: { work: { type: "code", config: { code: "for (;;);", milliseconds: 1500 } } }, edges: ["start > work"] }));
  const other = await rig.started(flow(), body);
  await runIn(rig.pool, { id: other, status: "succeeded" });
  expect((await runIn(rig.pool, { id: loop, status: "failed" })).failure).toMatchObject({ code: "code.timeout" });
});

test("a dry run works the same steps out and sends nothing", async () => {
  const { runId } = { runId: await rig.started(flow(), body) };
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const document = flow();
  await deploy(rig.pool, document);
  const dry = await rig.simulate({ document, environment: "production", trigger: { body } });
  expect(dry.steps.find((step) => step.step === "work")).toMatchObject({ status: "succeeded", output: { amount: 525 } });
});

test("a replay gives the table's new answer to the step that is run again", async () => {
  const runId = await rig.started(flow(), { ...body, grade: "partner" });
  expect((await runIn(rig.pool, { id: runId, status: "failed" })).failure).toMatchObject({ code: "lookup.not_found" });
  const again = await rig.engine.replay({
    actor: OPERATOR,
    runId,
    from: "rate",
    input: { key: "junior", from: "rows", rows: { junior: 90 }, onMissing: "fail" },
  });
  await runIn(rig.pool, { id: again.runId, status: "succeeded" });
  expect(await outputsOf(again.runId)).toMatchObject({ work: { amount: 315 } });
});

test("a replay throws the same dice: what code makes up is the same again", async () => {
  const runId = await rig.started(flow(), body);
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const again = await rig.engine.replay({ actor: OPERATOR, runId });
  await runIn(rig.pool, { id: again.runId, status: "succeeded" });
  const diceOf = async (id: string) => (await stepsOf(rig.pool, id)).find((step) => step.step_id === "work")?.output;
  expect(await diceOf(again.runId)).toMatchObject({ dice: Reflect.get(Object((await diceOf(runId)) ?? {}), "dice") });
});
