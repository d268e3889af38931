/** What a flow writes as a whole is judged in the run, on the practice Odoo: by the rules it was deployed under, as far as they still stand. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { Actor, Flows, Governance, OwnershipRuleDraft } from "#server/app.ts";
import { createPool } from "#server/db/pool.ts";
import { createGovernance } from "#server/governance/create.ts";
import { createGuard } from "#server/http/guard.ts";
import { createOdooMetadata } from "#server/odoo/metadata.ts";
import { createPracticeOdoo } from "#server/practice/odoo.ts";
import { createSchemaPort } from "#server/schema/port.ts";
import { testDatabase } from "#server/testing/database.ts";
import { draw, OPERATOR, runIn, startEngine } from "#server/testing/engine.ts";
import { odooOf } from "#server/testing/real-systems.ts";
import { createFlows } from "./create.ts";
import { createRegistrationSource } from "./sources.ts";
import { createRuleSource } from "./standing-rules.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "administrator" };
const database = await testDatabase();
const practice = await createPracticeOdoo({ pool: database.pool, clock: { now: () => Date.now() }, log: pino({ level: "silent" }) });
const server = createServer((request, response) => void practice.handle(request, response));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/practice/odoo`;
const real = { odoo: { url, database: practice.database, login: practice.login, apiKey: practice.apiKey }, mail: 25 };
const rig = await startEngine({ url: database.url, installation: database.installationKey, target: url, real });
const guard = createGuard();
let flows: Flows;
let governance: Governance;
/** Odoo does not say what its models are like. */
let isSilent = false;

beforeAll(async () => {
  const { pool, prisma } = database;
  const { audit, clock, announce, connections } = rig.deps;
  await pool.query("insert into connection (id, environment, key, kind, name, config) values (gen_random_uuid(), 'production', 'odoo', 'odoo', 'Odoo', '{}')");
  const metadata = createOdooMetadata({ guard, connections: { get: async () => odooOf(real) } });
  flows = createFlows({
    ...{ pool, prisma, audit, clock, announce, connections, simulate: rig.simulate, backtest: rig.engine.backtest },
    odoo: {
      fields: (q) => (isSilent ? Promise.reject(new Error("503")) : metadata.fields(q)),
      methods: (q) => metadata.methods(q),
    },
    isSandbox: async () => false,
    publicUrl: "https://flows.halvorsen.example",
  });
  governance = createGovernance({ pool, prisma, audit, schema: createSchemaPort(), clock });
  await rig.startWorker();
});
afterAll(async () => {
  await rig.stop();
  await guard.close();
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});

const rule = (model: string, field: string | null, more: Partial<OwnershipRuleDraft> = {}): OwnershipRuleDraft => ({
  ...{ object: { kind: "model", name: model }, field, system: "Finance", policy: "stop", writers: [], note: "" },
  ...more,
});
const writing = (model: string, over: { [key: string]: Json } = {}) =>
  draw({
    steps: { book: { type: "odoo.create", name: "Book", config: { connection: "odoo", model, values: { $: "trigger.body.values" }, ...over } } },
    edges: ["start > book"],
  });

async function deployed(document: FlowDocument): Promise<string[]> {
  const { version, problems } = await flows.import(hanna, { document, publish: true, deploy: "production" });
  expect(version).not.toBeNull();
  return problems.map((each) => each.code);
}

async function ran(document: FlowDocument, body: Json, status: "succeeded" | "failed") {
  const registrations = createRegistrationSource({ pool: rig.pool, versions: rig.deps.versions });
  const registration = await registrations.byFlow({ environment: "production", flowKey: document.flow.key, type: "trigger.webhook" });
  if (!registration) throw new Error(`${document.flow.key} is not deployed`);
  const { runId } = await rig.engine.accept({ registration, trigger: { body }, originKey: null });
  return { runId, failure: (await runIn(rig.pool, { id: runId, status })).failure };
}

async function inOdoo(model: string, name: string): Promise<Record<string, Json>[]> {
  const { odoo } = rig.deps.portsFor("production");
  const asked = { connection: "odoo", model, domain: [["name", "=", name]], fields: ["name"] };
  return (await odoo.search(asked, { signal: new AbortController().signal, note: () => undefined })).records;
}

test("a field that another system owns is not written: the run says which, whose, by which rule and what to do; corrected, or let in, it is replayed", async () => {
  const owned = await governance.saveRule(hanna, rule("res.partner", "credit_limit"));
  const document = writing("res.partner");
  expect(await deployed(document)).toContain("ownership.unsure");
  await ran(document, { values: { name: "Nordlys AS" } }, "succeeded");
  const first = await ran(document, { values: { name: "Fjordbank AS", credit_limit: 900 } }, "failed");
  expect(first.failure).toMatchObject({
    class: "business",
    kind: "rule",
    code: "ownership.stopped",
    message: "res.partner.credit_limit belongs to Finance, and Book would write it. Nothing was written.",
    fix: expect.stringContaining("rule res.partner.credit_limit"),
    where: { step: "book", model: "res.partner", field: "credit_limit" },
    detail: { rule: owned.id, system: "Finance" },
  });
  expect(await inOdoo("res.partner", "Fjordbank AS")).toEqual([]);
  const preview = await rig.engine.replayPreview({ runId: first.runId });
  expect(preview.steps.at(-1)?.note).toContain("belongs to Finance");
  const tried = await flows.testRun(hanna, {
    flow: document.flow.key,
    document,
    environment: "production",
    trigger: { body: { values: { credit_limit: 1 } } },
  });
  expect(tried.failure).toMatchObject({ code: "ownership.stopped" });

  const corrected = await rig.engine.replay({ actor: OPERATOR, runId: first.runId, triggerBody: { values: { name: "Fjordbank AS" } } });
  await runIn(rig.pool, { id: corrected.runId, status: "succeeded" });
  expect(await inOdoo("res.partner", "Fjordbank AS")).toHaveLength(1);

  const second = await ran(document, { values: { name: "Havn AS", credit_limit: 900 } }, "failed");
  await governance.saveRule(hanna, rule("res.partner", "credit_limit", { id: owned.id, writers: [document.flow.key] }));
  const letIn = await rig.engine.replay({ actor: OPERATOR, runId: second.runId });
  await runIn(rig.pool, { id: letIn.runId, status: "succeeded" });
  expect(await inOdoo("res.partner", "Havn AS")).toHaveLength(1);
});

test("of a list nothing is written where one record holds it; lines inside the values are seen, too", async () => {
  await governance.saveRule(hanna, rule("sale.order.line", "price_unit"));
  await governance.saveRule(hanna, rule("res.partner", "vat"));
  const listed = writing("res.partner", { items: { $: "trigger.body.list" }, values: { $: "item" }, onFailure: "continue" });
  await deployed(listed);
  await ran(listed, { list: [{ name: "Lilla AB" }, { name: "Stora AB", vat: "SE55" }] }, "failed");
  expect(await inOdoo("res.partner", "Lilla AB")).toEqual([]);

  const order = writing("sale.order");
  await deployed(order);
  const [customer] = await inOdoo("res.partner", "Nordlys AS");
  const values = (line: { [key: string]: Json }) => ({ values: { partner_id: customer?.id ?? null, order_line: [[0, 0, { name: "Advice", ...line }]] } });
  const { failure } = await ran(order, values({ price_unit: 90 }), "failed");
  expect(failure?.message).toBe("sale.order.line.price_unit belongs to Finance, and Book would write it in order_line. Nothing was written.");
  await ran(order, values({}), "succeeded");
  // so does a test run, though it stands on no deployment
  const tried = { flow: order.flow.key, document: order, environment: "production" };
  const test = await flows.testRun(hanna, { ...tried, trigger: { body: values({ price_unit: 90 }) } });
  expect(test.failure?.message).toBe(failure?.message);
  expect(test.unseen).toBeUndefined();
  expect((await flows.testRun(hanna, { ...tried, trigger: { body: values({}) } })).failure).toBeNull();
});

test("where Odoo is silent, a test run says whose lines it did not see, and so does what is deployed, until it is deployed again", async () => {
  await governance.saveRule(hanna, rule("sale.order.option", "price_unit"));
  const document = writing("sale.order");
  const key = document.flow.key;
  isSilent = true;
  await deployed(document);
  const tried = await flows.testRun(hanna, { flow: key, document, environment: "production", trigger: { body: { values: { note: "x" } } } });
  expect(tried.unseen).toEqual(["sale.order"]);
  const unkept = async () => (await flows.versions({ flow: key })).map((each) => each.unkept);
  expect(await unkept()).toEqual([[{ what: "lines", environment: "production", names: ["sale.order"] }]]);
  isSilent = false;
  await flows.deploy(hanna, { flow: key, environment: "production", version: 1 });
  expect(await unkept()).toEqual([[]]);
  expect((await flows.version({ flow: key, version: 1 })).version.unkept).toEqual([]);
});

test("a rule that is made later stops nothing that runs, until the flow is deployed anew; a warning stops nothing at all", async () => {
  const flagged = writing("res.partner");
  await governance.saveRule(hanna, rule("res.partner", "comment", { policy: "flag" }));
  await deployed(flagged);
  await governance.saveRule(hanna, rule("res.partner", "website"));
  const unkept = async () => (await flows.versions({ flow: flagged.flow.key }))[0]?.unkept;
  expect(await unkept()).toEqual([{ what: "rules", environment: "production", names: ["res.partner.website"] }]);
  const body = (name: string) => ({ values: { name, website: "https://ny.example", comment: "New" } });
  await ran(flagged, body("Ny AS"), "succeeded");
  // a draft is held against it already: what was written then is told as a whole, for all of it would be missing
  const { differences } = await flows.backtest(hanna, { flow: flagged.flow.key, environment: "production", document: flagged, last: 20 });
  expect(differences).toMatchObject([{ kind: "stopped", reason: expect.stringContaining("belongs to Finance") }]);
  expect(differences[0]?.fields).toContainEqual({ name: "values.name", label: "name", before: null, after: "Ny AS" });
  await flows.deploy(hanna, { flow: flagged.flow.key, environment: "production", version: 1 });
  expect(await unkept()).toEqual([]);
  // as half a minute later, or in another process
  rig.deps.rules = createRuleSource({ pool: rig.pool });
  const { failure } = await ran(flagged, body("Nyere AS"), "failed");
  expect(failure?.message).toContain("res.partner.website belongs to Finance");
});

test("the rules are read once for a version, not with each write", async () => {
  let asked = 0;
  const pool = createPool({ url: database.url, max: 2 });
  pool.on("acquire", () => {
    asked += 1;
  });
  const rules = createRuleSource({ pool });
  const version = { id: database.installationKey, flowId: database.installationKey, flowKey: "none" };
  for (let count = 0; count < 20; count += 1) await rules.standing({ version, environment: "production" });
  expect(asked).toBe(1);
  await pool.end();
});
