/** Runs that people begin by filling in a form. */
import { expect, test } from "vitest";
import { UseCaseError } from "../deps.ts";
import { deploy, draw, OPERATOR, runIn, stepsOf } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { auditInto } from "../testing/history.ts";
import { createRuns } from "./create.ts";
import { listForms, submitForm } from "./start.ts";

const { database, rig } = await engineOfFile();
const deps = { registrations: rig.registrations, engine: rig.engine, audit: auditInto(rig.pool) };

const schema = {
  type: "object",
  required: ["customer", "days"],
  additionalProperties: false,
  properties: { customer: { type: "string", minLength: 2 }, days: { type: "integer", minimum: 1 } },
};
const document = draw({
  steps: {
    start: { type: "trigger.form", config: { title: "Extend a project", description: "By some days", schema } },
    got: {
      type: "map",
      config: {
        fields: [
          { name: "customer", value: { $: "trigger.body.customer" } },
          { name: "by", value: { $: "trigger.startedBy.name" } },
        ],
      },
    },
  },
  edges: ["start > got"],
});
const form = { flow: document.flow.key, step: "start", environment: "production" };

test("a form is there while it is deployed, with what it asks for", async () => {
  expect(await listForms(deps, { environment: "production" })).toEqual([]);
  await deploy(database.pool, document);
  expect(await listForms(deps, { environment: "production" })).toEqual([
    { flow: { key: document.flow.key, name: document.flow.name }, step: "start", title: "Extend a project", description: "By some days", schema },
  ]);
  expect(await listForms(deps, { environment: "test" })).toEqual([]);
});

test("filled in, it starts one run, however often it is sent, and the run knows who began it", async () => {
  const input = { customer: "Acme", days: 3 };
  const sent = await Promise.all(Array.from({ length: 5 }, () => submitForm(deps, OPERATOR, { ...form, input, key: "once" })));
  expect(new Set(sent.map(({ runId }) => runId)).size).toBe(1);
  expect(sent.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  const runId = sent[0]?.runId ?? "";
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect((await stepsOf(rig.pool, runId)).at(-1)?.output).toEqual({ customer: "Acme", by: OPERATOR.name });
  const { rows } = await database.pool.query("select action, actor_name from audit where subject_id = $1", [runId]);
  expect(rows).toEqual([{ action: "run.started", actor_name: OPERATOR.name }]);
});

test("what cannot be written down is not started: whoever tries again does not start it twice", async () => {
  const runs = async () => (await database.pool.query("select 1 from run")).rowCount;
  const before = await runs();
  const audit = () => Promise.reject(new Error("the log is full"));
  await expect(submitForm({ ...deps, audit }, OPERATOR, { ...form, input: { customer: "Nimbus", days: 1 } })).rejects.toThrow("the log is full");
  expect(await runs()).toBe(before);
});

test("neither is it replayed, nor cancelled", async () => {
  const audit = () => Promise.reject(new Error("the log is full"));
  const { pool, sensitive, versions, findStep, clock } = rig.deps;
  const room = createRuns({ ...{ pool, sensitive, versions, findStep, clock }, registrations: rig.registrations, engine: rig.engine, audit });
  const { runId } = await submitForm(deps, OPERATOR, { ...form, input: { customer: "Ostara", days: 2 } });
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const runs = async () => (await database.pool.query("select 1 from run")).rowCount;
  const before = await runs();
  await expect(room.replay(OPERATOR, { runId, asNewEvent: true })).rejects.toThrow("the log is full");
  expect(await runs()).toBe(before);

  const waiting = await rig.started(draw({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: ["start > pause"] }));
  await runIn(rig.pool, { id: waiting, status: "waiting" });
  await expect(room.cancel(OPERATOR, { runId: waiting, reason: "Sent twice" })).rejects.toThrow("the log is full");
  const { rows } = await database.pool.query("select cancel_reason from run where id = $1", [waiting]);
  expect(rows).toEqual([{ cancel_reason: null }]);
});

test("what does not fit is refused with its places, and nothing is started", async () => {
  const before = (await database.pool.query("select 1 from run")).rowCount;
  const wrong = submitForm(deps, OPERATOR, { ...form, input: { customer: "A", days: 0, more: true } });
  await expect(wrong).rejects.toBeInstanceOf(UseCaseError);
  await expect(wrong).rejects.toMatchObject({ status: 422, code: "trigger.schema", message: expect.stringMatching(/(?=.*customer must)(?=.*days must)/) });
  await expect(submitForm(deps, OPERATOR, { ...form, step: "other", input: {} })).rejects.toMatchObject({ status: 404, code: "run.no_form" });
  expect((await database.pool.query("select 1 from run")).rowCount).toBe(before);
});
