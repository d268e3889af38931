import { afterAll, beforeAll, expect, test } from "vitest";
import { v7 } from "uuid";
import type { FlowDocument } from "#flow/document.ts";
import { createAudit } from "#server/audit/create.ts";
import type { Actor, LiveMessage } from "#server/app.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { createFlows } from "./create.ts";
import { createRegistrationSource, createVersionSource } from "./sources.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const sam: Actor = { kind: "person", id: "sam", name: "Sam Adeyemi", role: "analyst" };

let database: TestDatabase;
let announced: LiveMessage[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.drop();
});

function room() {
  const audit = createAudit({ pool: database.pool });
  const versions = createVersionSource({ pool: database.pool });
  const registrations = createRegistrationSource({ pool: database.pool, versions });
  announced = [];
  const flows = createFlows({
    isSandbox: async () => false,
    odoo: { fields: async ({ environment }) => (environment === "test" ? partner : []), methods: async () => ({ kind: "untold", why: "server" }) },
    pool: database.pool,
    prisma: database.prisma,
    audit: audit.record,
    announce: async (message) => {
      announced.push(message);
      registrations.forget(message);
    },
    simulate: async () => {
      throw new Error("not asked here");
    },
    backtest: async () => {
      throw new Error("not asked here");
    },
    connections: { variables: async () => ({ rate: 1.2 }) },
    clock: { now: () => Date.now() },
    publicUrl: "https://flows.halvorsen.example",
  });
  return { flows, registrations, audit };
}

/** What the Odoo of the environment test has. */
const partner = ["name", "email"].map((name) => ({
  name,
  label: name,
  type: "char",
  required: false,
  readonly: false,
  relation: null,
  selection: null,
  help: null,
  inverse: null,
  filled: false,
}));

function drawn(key: string, over: Partial<FlowDocument> = {}): FlowDocument {
  return {
    throughline: 1,
    flow: { key, name: "Signed engagement letter", latency: "near-real-time" },
    steps: [
      { id: "signed", type: "trigger.webhook", config: { auth: { kind: "none" }, dedupe: { $: "trigger.body.id" } } },
      { id: "map", type: "map", config: { fields: [{ name: "client", value: { $: "trigger.body.client" } }] } },
    ],
    edges: [{ from: "signed", to: "map" }],
    ...over,
  };
}

test("a flow gets a readable key of its own, and a second of the same name another", async () => {
  const { flows } = room();
  expect((await flows.create(hanna, { name: "Größere Aufträge → Odoo" })).flow.key).toBe("gro-ere-auftrage-odoo");
  expect((await flows.create(hanna, { name: "Größere Aufträge → Odoo" })).flow.key).toBe("gro-ere-auftrage-odoo-2");
  await expect(flows.create(hanna, { name: "x", key: "gro-ere-auftrage-odoo" })).rejects.toMatchObject({ code: "flow.key_taken", status: 409 });
});

test("of two people who save the same revision the second is shown the first's work, and nothing is overwritten", async () => {
  const { flows } = room();
  const { revision } = await flows.create(hanna, { name: "Letter", key: "letter" });
  const hers = drawn("letter");
  const his = drawn("letter", { steps: drawn("letter").steps.slice(0, 1), edges: [] });
  const [first, second] = await Promise.all([
    flows.saveDraft(hanna, { flow: "letter", document: hers, baseRevision: revision }),
    flows.saveDraft(sam, { flow: "letter", document: his, baseRevision: revision }),
  ]);
  expect([first.saved, second.saved].filter(Boolean)).toHaveLength(1);
  const refused = [first, second].find((result) => !result.saved);
  const kept = (await flows.draft({ flow: "letter" })).document;
  expect(refused).toMatchObject({ conflict: { document: kept, revision: revision + 1 } });
});

test("a save whose answer was lost may be sent again", async () => {
  const { flows } = room();
  const { revision } = await flows.create(hanna, { name: "Again", key: "again" });
  const document = drawn("again");
  await flows.saveDraft(hanna, { flow: "again", document, baseRevision: revision });
  expect(await flows.saveDraft(hanna, { flow: "again", document, baseRevision: revision })).toMatchObject({ saved: true, revision: revision + 1 });
});

test("a draft cannot take another flow's key", async () => {
  const { flows } = room();
  const { revision } = await flows.create(hanna, { name: "Keyed", key: "keyed" });
  await expect(flows.saveDraft(hanna, { flow: "keyed", document: drawn("other"), baseRevision: revision })).rejects.toMatchObject({ code: "flow.key_fixed" });
});

test("errors stop publishing; the same content is one version, however often it is published at once", async () => {
  const { flows } = room();
  await flows.import(hanna, { document: drawn("once", { edges: [{ from: "signed", to: "nowhere" }] }), publish: false });
  const refused = await flows.publish(hanna, { flow: "once", note: "" });
  expect(refused.version).toBeNull();
  expect(refused.problems.map((problem) => problem.severity)).toContain("error");
  await flows.import(hanna, { document: drawn("once"), publish: false });
  const published = await Promise.all(Array.from({ length: 20 }, () => flows.publish(hanna, { flow: "once", note: "First" })));
  expect(new Set(published.map((result) => result.version))).toEqual(new Set([1]));
  expect(await flows.versions({ flow: "once" })).toHaveLength(1);
});

test("publishing and deploying twenty times, also at once, leaves one registration of each trigger, with one address", async () => {
  const { flows } = room();
  const often = (count: number) => {
    const document = drawn("often");
    return { ...document, flow: { ...document.flow, name: `Often ${count}` } };
  };
  const urls = new Set<string | null | undefined>();
  for (let count = 0; count < 10; count += 1)
    urls.add((await flows.import(hanna, { document: often(count), publish: true, deploy: "production" })).triggers[0]?.url);
  const at = await Promise.all(Array.from({ length: 10 }, (_, index) => flows.deploy(hanna, { flow: "often", environment: "production", version: 1 + index })));
  for (const { triggers } of at) urls.add(triggers[0]?.url);
  expect(urls.size).toBe(1);
  const { rows } = await database.pool.query("select r.active from registration r join flow f on f.id = r.flow_id where f.key = 'often'");
  expect(rows).toEqual([{ active: true }]);
  expect((await database.pool.query("select 1 from deployment d join flow f on f.id = d.flow_id where f.key = 'often' and d.active")).rowCount).toBe(1);
});

test("publishing what somebody changed meanwhile is refused", async () => {
  const { flows } = room();
  const { revision } = await flows.create(hanna, { name: "Moved", key: "moved" });
  await flows.saveDraft(sam, { flow: "moved", document: drawn("moved"), baseRevision: revision });
  await expect(flows.publish(hanna, { flow: "moved", note: "", baseRevision: revision })).rejects.toMatchObject({ code: "flow.draft_moved", status: 409 });
});

test("a webhook keeps its address over versions, and an undeployed trigger stops listening", async () => {
  const { flows, registrations } = room();
  const first = await flows.import(hanna, { document: drawn("stays"), publish: true, deploy: "production" });
  const url = first.triggers[0]?.url ?? "";
  expect(url).toMatch(/^https:\/\/flows\.halvorsen\.example\/hooks\/production\/[\w-]{32}$/);
  const token = url.split("/").at(-1) ?? "";
  const renamed = drawn("stays");
  renamed.flow.name = "Signed letter";
  const second = await flows.import(hanna, { document: renamed, publish: true, deploy: "production" });
  expect(second.version).toBe(2);
  expect(second.triggers[0]?.url).toBe(url);
  expect((await registrations.byToken({ environment: "production", token }))?.version.number).toBe(2);
  expect(await registrations.byToken({ environment: "test", token })).toBeNull();
  await flows.deploy(hanna, { flow: "stays", environment: "production", version: 1 });
  expect((await registrations.byToken({ environment: "production", token }))?.version.number).toBe(1);
  const api = drawn("stays", {
    steps: [{ id: "api", type: "trigger.api", config: {} }, drawn("stays").steps[1]].filter((step) => step !== undefined),
    edges: [{ from: "api", to: "map" }],
  });
  await flows.import(hanna, { document: api, publish: true, deploy: "production" });
  expect(await registrations.byToken({ environment: "production", token })).toBeNull();
  expect((await registrations.byFlow({ environment: "production", flowKey: "stays", type: "trigger.api" }))?.version.number).toBe(3);
});

test("what an environment lacks is told before anything listens there, and nothing is half done", async () => {
  const { flows } = room();
  const document = drawn("lacking", {
    steps: drawn("lacking").steps.map((step) =>
      step.id === "signed" ? { ...step, config: { auth: { kind: "bearer", secret: { secretRef: "nobody-set-this" } } } } : step,
    ),
  });
  const result = await flows.import(hanna, { document, publish: true, deploy: "production" });
  expect(result).toMatchObject({ version: null, triggers: [] });
  expect(result.problems.some((problem) => problem.severity === "error" && problem.message.includes("nobody-set-this"))).toBe(true);
  await expect(flows.draft({ flow: "lacking" })).rejects.toMatchObject({ status: 404 });
});

test("a strict import writes nothing where the file has errors; a lenient one keeps an unfinished draft", async () => {
  const { flows } = room();
  const document = drawn("unfinished", { edges: [{ from: "signed", to: "nowhere" }] });
  const refused = await flows.import(hanna, { document, publish: false, strict: true });
  expect(refused.problems.some((problem) => problem.severity === "error")).toBe(true);
  await expect(flows.draft({ flow: "unfinished" })).rejects.toMatchObject({ status: 404 });
  await flows.import(hanna, { document, publish: false });
  expect((await flows.draft({ flow: "unfinished" })).document.edges).toEqual(document.edges);
});

test("exporting and importing gives the same bytes", async () => {
  const { flows } = room();
  await flows.import(hanna, { document: drawn("bytes"), publish: true });
  const text = await flows.export({ flow: "bytes" });
  const again = await flows.import(hanna, { document: JSON.parse(text), publish: true });
  expect(again.version).toBe(1);
  expect(await flows.export({ flow: "bytes" })).toBe(text);
});

test("one sample is pinned at a time, and a sample belongs to its flow", async () => {
  const { flows } = room();
  await flows.create(hanna, { name: "Samples", key: "samples" });
  await flows.create(hanna, { name: "Others", key: "others" });
  const first = await flows.saveSample(hanna, { flow: "samples", name: "Rothstein", trigger: { body: { id: "1" } }, pinned: true });
  await flows.saveSample(hanna, { flow: "samples", name: "Nordlys", trigger: { body: { id: "2" } }, pinned: true });
  expect((await flows.samples({ flow: "samples" })).filter((sample) => sample.pinned).map((sample) => sample.name)).toEqual(["Nordlys"]);
  await expect(flows.saveSample(hanna, { flow: "others", id: first.id, name: "Taken", trigger: {}, pinned: false })).rejects.toMatchObject({
    code: "sample.missing",
  });
});

test("live values show what a sample gives, and say what is wrong with those that give nothing", async () => {
  const { flows } = room();
  const values = await flows.evaluate({
    environment: "production",
    expressions: [{ $: "trigger.body.hours * vars.rate" }, { $: "1 +" }, { $: "trigger.body.nothing" }],
    trigger: { body: { hours: 10 } },
    steps: {},
  });
  expect(values[0]).toEqual({ ok: true, value: 12 });
  expect(values[1]).toMatchObject({ ok: false });
  expect(values[2]).toEqual({ ok: true, value: undefined });
  const asked = { environment: "production", expressions: [{ $: "item.role & ' ' & index" }], trigger: {}, steps: {} };
  expect(await flows.evaluate({ ...asked, item: { value: { role: "Tester" }, index: 1 } })).toEqual([{ ok: true, value: "Tester 1" }]);
});

test("every change of a flow is in the audit log under the name of who made it", async () => {
  const { flows, audit } = room();
  await flows.import(hanna, { document: drawn("audited"), publish: true, deploy: "test" });
  const entries = await audit.log.list({ subjectKind: "flow", subjectId: "audited" });
  expect(entries.items.map((entry) => `${entry.actor}: ${entry.action}`).sort()).toEqual([
    "Hanna Lind: flow.created",
    "Hanna Lind: flow.deployed",
    "Hanna Lind: flow.published",
  ]);
});

test("pages hear of drafts and deployments", async () => {
  const { flows } = room();
  await flows.import(hanna, { document: drawn("heard"), publish: true, deploy: "test" });
  expect(announced.map((message) => message.kind)).toEqual(["draft", "deployment"]);
});

test("the draft says whose work it holds until a version takes it over, which says who drew it", async () => {
  const { flows } = room();
  const step = (id: string, name: string) => ({ id, type: "map", name, config: { fields: [{ name: "x", value: 1 }] } });
  const { revision } = await flows.create(hanna, { name: "Shared", key: "shared" });
  const save = async (actor: Actor, document: FlowDocument, baseRevision: number, note?: string) => {
    const result = await flows.saveDraft(actor, { flow: "shared", document, baseRevision, ...(note === undefined ? {} : { note }) });
    if (!result.saved) throw new Error("not saved");
    return result.revision;
  };
  const first = drawn("shared");
  let at = await save(hanna, first, revision);
  at = await save(hanna, { ...first, layout: { map: [0, 100] } }, at);
  const second = drawn("shared", { steps: [...first.steps, step("more", "More")], edges: [...first.edges, { from: "map", to: "more" }] });
  at = await save(hanna, second, at);
  const third = { ...second, steps: [...second.steps.slice(0, 2), step("more", "Much more")] };
  at = await save(sam, third, at);
  const log = await flows.draftChanges({ flow: "shared" });
  expect(log.map((change) => [change.by.name, change.parts.toSorted()])).toEqual([
    ["Sam Adeyemi", ["step more"]],
    // a moved box is nobody's change, and what one person draws in one go is one row
    ["Hanna Lind", ["edge map to more", "edge signed to map", "flow shared", "step map", "step more", "step signed"]],
  ]);
  const { version } = await flows.publish(hanna, { flow: "shared", note: "" });
  expect(await flows.draftChanges({ flow: "shared" })).toEqual([]);
  expect(await flows.versions({ flow: "shared" })).toMatchObject([{ number: version, contributors: ["Hanna Lind", "Sam Adeyemi"] }]);
  await save(sam, first, at, "restored from v1");
  expect(await flows.draftChanges({ flow: "shared" })).toMatchObject([{ by: { name: "Sam Adeyemi" }, note: "restored from v1" }]);
});

test("a version says what was not drawn: which file came in, and who brought it", async () => {
  const { flows } = room();
  const document = drawn("brought");
  await flows.import(hanna, { document, publish: false, asNew: true, from: "the template Won opportunity" });
  expect(await flows.draftChanges({ flow: "brought" })).toMatchObject([{ by: { name: "Hanna Lind" }, note: "imported from the template Won opportunity" }]);
  await flows.import(sam, {
    document: drawn("brought", { steps: document.steps.map((step) => ({ ...step, name: `New ${step.id}` })) }),
    publish: false,
    from: "orders.yaml",
  });
  await flows.publish(hanna, { flow: "brought", note: "" });
  const taken = [
    { note: "imported from the template Won opportunity", by: "Hanna Lind" },
    { note: "imported from orders.yaml", by: "Sam Adeyemi" },
  ];
  expect(await flows.versions({ flow: "brought" })).toMatchObject([{ number: 1, taken }]);
  await flows.import(sam, { document: drawn("brought"), publish: true, from: "orders.yaml" });
  expect(await flows.versions({ flow: "brought" })).toMatchObject([{ number: 2, note: "Imported from orders.yaml" }, { number: 1 }]);
});

test("publishing, deploying and importing look at the fields that the connected Odoo has, and say which one it lacks", async () => {
  const { flows } = room();
  await database.prisma.connection.create({
    data: { id: v7(), environment: "test", key: "odoo", kind: "odoo", name: "Odoo", config: {} },
  });
  const write = {
    id: "write",
    type: "odoo.create",
    config: { connection: "odoo", model: "res.partner", values: { name: "Nordlys AS", emial: "post@nordlys.example" } },
  };
  const first = drawn("fields");
  const document = drawn("fields", { steps: [...first.steps, write], edges: [...first.edges, { from: "map", to: "write" }] });
  const lacks = { severity: "error", code: "odoo.unknown_field", step: "write", field: "values.emial", fix: "Use email instead." };
  await flows.import(hanna, { document, publish: false });

  const asked = await flows.publish(hanna, { flow: "fields", note: "", environment: "test" });
  expect(asked).toMatchObject({ version: null, problems: expect.arrayContaining([expect.objectContaining(lacks)]) });
  // a version is no environment's: without one nothing is known of fields
  const { version } = await flows.publish(hanna, { flow: "fields", note: "" });
  expect(version).toBe(1);
  const deployed = await flows.deploy(hanna, { flow: "fields", environment: "test", version: 1 });
  expect(deployed).toMatchObject({ triggers: [], problems: expect.arrayContaining([expect.objectContaining(lacks)]) });
  const imported = await flows.import(hanna, { document, publish: true, deploy: "test" });
  expect(imported).toMatchObject({ version: null, problems: expect.arrayContaining([expect.objectContaining(lacks)]) });
});
