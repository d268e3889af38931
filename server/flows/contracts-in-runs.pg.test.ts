/** A contract that a flow only names is kept by its runs: the version that is published holds the schema, whatever becomes of the contract. */
import { beforeAll, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { Actor, Flows, Governance } from "#server/app.ts";
import { createGovernance } from "#server/governance/create.ts";
import { createSchemaPort } from "#server/schema/port.ts";
import { draw, OPERATOR, runIn, stepsOf } from "#server/testing/engine.ts";
import { engineOfFile } from "#server/testing/engine-of-file.ts";
import { createFlows } from "./create.ts";
import { createRegistrationSource } from "./sources.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const { database, rig } = await engineOfFile();
let flows: Flows;
let governance: Governance;

beforeAll(async () => {
  const { pool, prisma } = database;
  const { audit, clock, announce, connections } = rig.deps;
  flows = createFlows({
    ...{ pool, prisma, audit, clock, announce, connections, simulate: rig.simulate, backtest: rig.engine.backtest },
    odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) },
    isSandbox: async () => false,
    publicUrl: "https://flows.halvorsen.example",
  });
  governance = createGovernance({ pool, prisma, audit, schema: createSchemaPort(), clock });
  await governance.createContract(hanna, { key: "job", name: "Job", description: "", schema: JOB, note: "" });
  await governance.setState(hanna, { key: "job", version: 1, state: "active" });
});

const JOB = { type: "object", required: ["id", "hours"], properties: { id: { type: "string" }, hours: { type: "number", minimum: 0 } } };
const NEXT = { ...JOB, required: ["id", "hours", "site"], properties: { ...JOB.properties, site: { type: "string" } } };

/** As somebody writes it by hand: the contract is named, and its schema is nowhere. */
const telling = (contract: string) =>
  draw({
    steps: { tell: { type: "event.publish", name: "Tell", config: { topic: "job.done", contract, payload: { $: "trigger.body" } } } },
    edges: ["start > tell"],
  });
const making = () =>
  draw({
    steps: {
      make: {
        type: "map",
        name: "Make",
        config: {
          target: { contract: "job@1" },
          fields: [
            { name: "id", value: { $: "trigger.body.id" } },
            { name: "hours", value: { $: "trigger.body.hours" } },
          ],
        },
      },
    },
    edges: ["start > make"],
  });

async function deployed(document: FlowDocument) {
  const { version, problems } = await flows.import(hanna, { document, publish: true, deploy: "production" });
  expect(problems.filter((each) => each.severity === "error")).toEqual([]);
  return version;
}

async function ran(document: FlowDocument, body: Json, status: "succeeded" | "failed") {
  // asked anew: nobody announces deployments here
  const registrations = createRegistrationSource({ pool: rig.pool, versions: rig.deps.versions });
  const registration = await registrations.byFlow({ environment: "production", flowKey: document.flow.key, type: "trigger.webhook" });
  if (!registration) throw new Error(`${document.flow.key} is not deployed`);
  const { runId } = await rig.engine.accept({ registration, trigger: { body }, originKey: null });
  const { failure } = await runIn(rig.pool, { id: runId, status });
  return { runId, failure };
}

const told = async () =>
  (await rig.pool.query<{ payload: Json }>("select payload from event where topic = 'job.done' order by at")).rows.map((row) => row.payload);

test("an event in a contract's name that is not what it says is not published, also once the contract has moved on; corrected, it is replayed", async () => {
  const document = telling("job@1");
  await deployed(document);
  const { runId, failure } = await ran(document, { id: "J-1", hours: "three" }, "failed");
  expect(failure).toMatchObject({
    class: "business",
    code: "event.payload",
    message: "What Tell would publish as job.done does not fit job@1: hours must be number.",
  });
  await governance.addVersion(hanna, { key: "job", schema: NEXT, note: "", after: 1, acceptBreaking: true });
  await governance.setState(hanna, { key: "job", version: 2, state: "active" });
  await governance.setState(hanna, { key: "job", version: 1, state: "retired" });
  // what was right by job@1 still is
  await ran(document, { id: "J-2", hours: 2 }, "succeeded");
  await ran(document, { id: "J-3", hours: -1 }, "failed");
  const again = await rig.engine.replay({ actor: OPERATOR, runId, triggerBody: { id: "J-1", hours: 3 } });
  await runIn(rig.pool, { id: again.runId, status: "succeeded" });
  expect(await told()).toEqual([
    { id: "J-2", hours: 2 },
    { id: "J-1", hours: 3 },
  ]);
});

test("a map onto a contract fails where what it makes is none, in a test run as in a run", async () => {
  const document = making();
  await deployed(document);
  const { failure } = await ran(document, { id: "J-1" }, "failed");
  expect(failure).toMatchObject({
    class: "business",
    code: "map.contract",
    message: "What Make makes is no job@1: the whole must have required property 'hours'.",
  });
  const { runId } = await ran(document, { id: "J-1", hours: 1 }, "succeeded");
  expect((await stepsOf(rig.pool, runId)).at(-1)?.output).toEqual({ id: "J-1", hours: 1 });
  const tried = await flows.testRun(hanna, { flow: document.flow.key, document, environment: "production", trigger: { body: { id: "J-1" } } });
  expect(tried).toMatchObject({ status: "failed", failure: { code: "map.contract" } });
});

test("what was published before its contract was there keeps to nothing, and is another version when it is published again", async () => {
  const document = telling("visit@1");
  expect(await deployed(document)).toBe(1);
  await ran(document, { hours: "three" }, "succeeded");
  await governance.createContract(hanna, { key: "visit", name: "Visit", description: "", schema: JOB, note: "" });
  await ran(document, { hours: "three" }, "succeeded");
  // and whoever looks at what runs is told
  const unkept = async () => (await flows.versions({ flow: document.flow.key })).map((each) => each.unkept);
  expect(await unkept()).toEqual([[{ what: "contracts", names: ["visit@1"] }]]);
  expect(await flows.publish(hanna, { flow: document.flow.key, note: "" })).toMatchObject({ version: 2 });
  expect((await flows.version({ flow: document.flow.key, version: 1 })).contracts).toEqual([]);
  expect((await flows.version({ flow: document.flow.key, version: 2 })).contracts).toEqual(["visit@1"]);
  expect(await flows.publish(hanna, { flow: document.flow.key, note: "" })).toMatchObject({ version: 2 });
  await flows.deploy(hanna, { flow: document.flow.key, environment: "production", version: 2 });
  expect(await unkept()).toEqual([[], []]);
  await ran(document, { hours: "three" }, "failed");
});
