/** Sending for real from a test run: only in a sandbox, only what was confirmed, never under a key of a run, and nothing that the log does not hold. */
import { beforeAll, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { createAccess } from "#server/access/create.ts";
import { createIsSandbox } from "#server/access/environments.ts";
import { createAudit } from "#server/audit/create.ts";
import type { Access, Actor, Flows } from "#server/app.ts";
import { DOTS } from "#server/sensitive.ts";
import { draw, runIn } from "#server/testing/engine.ts";
import { engineOfFile } from "#server/testing/engine-of-file.ts";
import { createFlows } from "./create.ts";

const { database, target, rig } = await engineOfFile();
const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const tomasz: Actor = { kind: "person", id: "tomasz", name: "Tomasz Zielinski", role: "administrator" };
const audit = createAudit({ pool: database.pool });
const clock = { now: () => Date.now() };

let access: Access;
let flows: Flows;
let auditFails = false;

beforeAll(() => {
  access = createAccess({ pool: database.pool, prisma: database.prisma, clock, audit: audit.record });
  flows = createFlows({
    pool: database.pool,
    prisma: database.prisma,
    audit: async (entry, transaction) => {
      if (auditFails) throw new Error("the log cannot be written");
      await audit.record(entry, transaction);
    },
    announce: async () => undefined,
    simulate: rig.simulate,
    isSandbox: createIsSandbox({ prisma: database.prisma }),
    backtest: rig.engine.backtest,
    connections: { variables: async () => ({}) },
    odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) },
    clock,
    publicUrl: "https://flows.halvorsen.example",
  });
});

const post = (path: string) => ({ type: "http", config: { connection: "target", method: "POST", url: path, body: { $: "trigger.body" } } });

// start > first > second > told
function drawn(): FlowDocument {
  return draw({
    steps: { first: post("/clients/nordlys-as"), second: post("/projects"), told: { type: "event.publish", config: { topic: "project.made", payload: {} } } },
    edges: ["start > first", "first > second", "second > told"],
    flow: { sensitive: ["body.key"] },
  });
}

async function created(): Promise<FlowDocument> {
  const document = drawn();
  await flows.create(hanna, { key: document.flow.key, name: document.flow.name });
  return document;
}

const question = (document: FlowDocument, send: string[], environment = "test") => ({
  flow: document.flow.key,
  document,
  environment,
  trigger: { body: { key: "nordlys-as" } },
  send,
});

async function entries(document: FlowDocument) {
  const { items } = await audit.log.list({ subjectKind: "flow", subjectId: document.flow.key });
  return items.filter((entry) => entry.action === "flow.sent_from_test");
}

test("outside a sandbox nothing is sent, whatever is asked", async () => {
  await access.setSandbox(tomasz, { environment: "test", sandbox: false });
  const document = await created();
  for (const environment of ["test", "production", "nowhere"])
    await expect(flows.sendTestRun(hanna, question(document, ["first"], environment))).rejects.toMatchObject({ code: "sandbox.required", status: 403 });
  expect(target.calls).toEqual([]);
  expect(await entries(document)).toEqual([]);
});

test("production cannot be made a sandbox, neither by a person nor in the table", async () => {
  await expect(access.setSandbox(tomasz, { environment: "production", sandbox: true })).rejects.toMatchObject({ code: "sandbox.production" });
  await expect(database.pool.query("update environment set sandbox = true where key = 'production'")).rejects.toThrow("environment_production_is_no_sandbox");
});

test("in a sandbox what was confirmed is sent and nothing else, each under a key of its own, and the log names it", async () => {
  await access.setSandbox(tomasz, { environment: "test", sandbox: true });
  expect(await access.environments()).toContainEqual({ key: "test", name: "Test", sandbox: true });
  const document = await created();
  const view = await flows.sendTestRun(hanna, question(document, ["first", "told"]));
  expect(view.steps.map((step) => [step.step, step.status, step.sent ?? false])).toEqual([
    ["start", "succeeded", false],
    ["first", "succeeded", true],
    ["second", "simulated", false],
    ["told", "succeeded", true],
  ]);
  expect(view.steps[1]?.output).toMatchObject({ status: 200, body: { count: 1 } });
  expect(target.calls.map((call) => call.path)).toEqual(["/clients/nordlys-as"]);
  const [key] = target.calls.map((call) => call.key);

  // the same flow, deployed, with the very same data: it has keys of its own
  const id = await rig.started(document, { key: "nordlys-as" });
  await runIn(rig.pool, { id, status: "succeeded" });
  await flows.sendTestRun(hanna, question(document, ["first"]));
  const keys = target.calls.filter((call) => call.path === "/clients/nordlys-as").map((call) => call.key);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(3);

  const told = await entries(document);
  expect(told).toHaveLength(3);
  const oldest = told.at(-1);
  expect(oldest).toMatchObject({
    actor: "Hanna Lind",
    environment: "test",
    detail: { step: "first", type: "http", connection: "target", sent: [{ what: `POST /clients/${DOTS}`, action: "call" }], effectKey: key },
  });
  const { rows } = await database.pool.query("select id from event where topic = 'project.made' and environment = 'test'");
  expect(rows).toHaveLength(1);
});

test("what the log cannot hold is not sent", async () => {
  await access.setSandbox(tomasz, { environment: "test", sandbox: true });
  const document = await created();
  auditFails = true;
  const view = await flows.sendTestRun(hanna, question(document, ["first"])).finally(() => {
    auditFails = false;
  });
  expect(view.status).toBe("failed");
  expect(view.steps.at(-1)).toMatchObject({ step: "first", status: "failed" });
  expect(target.calls).toEqual([]);
});

test("an effect that fails was asked for all the same, and is said so", async () => {
  await access.setSandbox(tomasz, { environment: "test", sandbox: true });
  const document = await created();
  target.answer((_, response) => response.writeHead(422).end());
  const view = await flows.sendTestRun(hanna, { ...question(document, ["first"]), only: { step: "first" } });
  expect(view.steps).toMatchObject([{ step: "first", status: "failed", sent: true }]);
  expect(target.calls).toHaveLength(1);
});
