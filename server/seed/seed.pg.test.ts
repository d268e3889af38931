import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OdooPort } from "#flow/ports.ts";
import type { Actor, App } from "#server/app.ts";
import type { PracticeMail } from "#server/deps.ts";
import { createConnectionSource } from "../connections/source.ts";
import { createVault } from "../connections/vault.ts";
import { createCore } from "../core.ts";
import { createSandbox } from "../code/sandbox.ts";
import { createGates } from "../engine/gate.ts";
import { createGuard } from "../http/guard.ts";
import { createHttpPort } from "../http/port.ts";
import { createMailPort } from "../mail/port.ts";
import { createPortsFor } from "../ports.ts";
import { createPracticeMail } from "../practice/mail.ts";
import { createRooms } from "../rooms.ts";
import { createOdooVisit } from "../odoo/visit.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { ARRIVALS } from "./arrivals.ts";
import { refreshPractice } from "./practice.ts";
import { createSchemaPort } from "../schema/port.ts";
import { seedDemo } from "./seed.ts";
import type { SeedDeps } from "./seed.ts";

const PRACTICE = { apiKey: "practice-key-0123456789", database: "practice", login: "flows" };
const PUBLIC_URL = "http://127.0.0.1:3000";

/** Takes every write and remembers it; the practice Odoo itself is proven elsewhere. */
function takingOdoo(): OdooPort & { written: { model: string; name: unknown }[] } {
  const written: { model: string; name: unknown }[] = [];
  const write = (model: string, values: Record<string, unknown>) => written.push({ model, name: values.name });
  return {
    written,
    create: async ({ model, records }) => records.map(({ values }) => ({ id: write(model, values), action: "created", changed: [] })),
    upsert: async ({ model, values }) => ({ id: write(model, values), action: "created", changed: [] }),
    update: async () => [],
    writeList: async ({ model, records }) => records.map(({ values }) => ({ id: write(model, values), action: "created", changed: [] })),
    search: async () => ({ records: [] }),
    report: async () => ({ name: "x.pdf", mimetype: "application/pdf", size: 0, content: "" }),
    call: async () => null,
    resolve: async ({ records }) => records.map(({ values }) => values),
    preview: async ({ model, values }) => ({
      modelLabel: model,
      action: "create",
      fields: Object.entries(values).map(([name, after]) => ({ name, label: name, before: null, after })),
    }),
  };
}

let db: TestDatabase;
let deps: SeedDeps;
let app: App;
let mail: PracticeMail;
const odoo = takingOdoo();
const log = pino({ level: "silent" });
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  db = await testDatabase();
  const { pool, prisma } = db;
  const clock = { now: () => Date.now() };
  const vault = createVault(new Uint8Array(randomBytes(32)));
  const source = createConnectionSource({ pool, vault });
  const guard = createGuard();
  const sandbox = createSandbox();
  const gates = createGates({ pool, log });
  const outside = { guard, connections: source };
  mail = await createPracticeMail({ log });
  const below = {
    pool,
    clock,
    log,
    installation: db.installationKey,
    announce: async () => undefined,
    vault,
    source,
    gates,
    portsFor: createPortsFor({ odoo: () => odoo, http: createHttpPort(outside), mail: createMailPort(outside), code: sandbox, schema: createSchemaPort() }),
  };
  const core = createCore(below);
  app = createRooms({
    ...below,
    ...core,
    prisma,
    presence: { look: async () => [] },
    publicUrl: PUBLIC_URL,
    test: async () => ({ ok: true, checks: [{ name: "Reachable", ok: true, message: "It answers." }], identity: null, milliseconds: 1 }),
    visit: createOdooVisit({ guard }),
    practice: { fault: async () => "none", setFault: async () => undefined },
    odoo: {
      models: async () => [],
      fields: async () => [],
      methods: async () => ({ kind: "untold", why: "server" }),
    },
  });
  const { engine, registrations } = core;
  deps = { app, pool, engine, registrations, practice: PRACTICE, mail, env: { demoPassword: "a-demo-password", publicUrl: PUBLIC_URL }, clock, log };
  const worker = await engine.startWorker();
  close.push(worker.drain, engine.close, mail.stop, guard.close, sandbox.stop, async () => gates.close());
});
afterAll(async () => {
  for (const end of close) await end();
  await db.drop();
});

const someone: Actor = { kind: "system", id: "test", name: "Test", role: "administrator" };
const failures = async () =>
  (await app.runs.list({ environment: "production", status: ["failed"] })).items.map((run) => [run.businessKey, run.failure?.message]);
const statuses = async () => Object.fromEntries((await app.runs.list({ environment: "production" })).items.map((run) => [run.businessKey, run.status]));

describe("the demo workspace", () => {
  test("nothing is made without a demo password", async () => {
    expect(await seedDemo({ ...deps, env: { ...deps.env, demoPassword: null } })).toBe(false);
    expect(await app.access.people()).toEqual([]);
  });

  test("an empty database gets the firm, once, however many processes start", async () => {
    expect((await Promise.all([seedDemo(deps), seedDemo(deps)])).filter(Boolean)).toHaveLength(1);
    expect(await seedDemo(deps)).toBe(false);
    expect((await app.access.people()).map((person) => [person.email, person.role])).toEqual([
      ["hanna.lind@halvorsen.example", "analyst"],
      ["noor.haddad@halvorsen.example", "viewer"],
      ["priya.raman@halvorsen.example", "approver"],
      ["sam.adeyemi@halvorsen.example", "operator"],
      ["tomasz.zielinski@halvorsen.example", "administrator"],
    ]);
    expect((await app.access.groups()).find((group) => group.key === "project-office")?.members).toMatchObject([{ name: "Priya Raman" }]);
    for (const { key: environment } of await app.access.environments()) {
      expect((await app.connections.list({ environment })).map((connection) => [connection.key, connection.practice, connection.health?.ok]).sort()).toEqual([
        ["mail", true, true],
        ["odoo", true, true],
      ]);
      expect(await app.connections.secrets({ environment })).toMatchObject([{ name: "crm" }]);
    }
  });

  test("its flow is deployed without problems, with two samples that a dry run finishes", async () => {
    const flows = await app.flows.list({ environment: "production" });
    expect(flows.map((flow) => [flow.key, flow.latestVersion, flow.problems])).toEqual(
      expect.arrayContaining([
        // it has an SLO, and nothing is drawn for the failure of its writes: the demo shows what a warning looks like
        ["won-opportunity-to-project", 1, { errors: 0, warnings: 1 }],
        ["kick-off-note", null, { errors: 0, warnings: 0 }],
      ]),
    );
    const { document } = await app.flows.draft({ flow: "won-opportunity-to-project" });
    const samples = await app.flows.samples({ flow: "won-opportunity-to-project" });
    expect(samples.map((sample) => sample.pinned)).toEqual([true, false]);
    for (const sample of samples) {
      const run = await app.flows.testRun(someone, { flow: "won-opportunity-to-project", document, environment: "production", trigger: sample.trigger });
      expect(run).toMatchObject({ status: "succeeded", failure: null });
    }
  });

  test("what the CRM reported has become runs: finished, waiting, approved, and one that failed for a reason that a person understands", async () => {
    await expect
      .poll(statuses, { timeout: 90_000, interval: 250 })
      .toEqual(
        Object.fromEntries(
          ARRIVALS.map((won) => [won.reference, { finishes: "succeeded", "is approved": "succeeded", waits: "waiting", fails: "failed" }[won.fate]]),
        ),
      );
    expect(await failures()).toHaveLength(1);
    const failed = (await app.runs.list({ environment: "production", status: ["failed"] })).items[0];
    expect(failed).toMatchObject({ failure: { class: "business" }, customer: "Ostermann & Söhne" });
    expect(odoo.written.filter((each) => each.model === "project.project")).toHaveLength(
      ARRIVALS.filter((won) => won.fate === "finishes" || won.fate === "is approved").length,
    );
    expect(mail.messages().map((message) => message.subject)).toContain("Project started: Brightwater Utilities");
  });

  test("at the next start the practice connections follow to their new addresses, and stay as they are where nothing changed", async () => {
    const at = { environment: "production", key: "mail" };
    const audits = async () => (await app.audit.list({ subjectKind: "connection" })).items.length;
    const before = await audits();
    await refreshPractice({ app, practice: PRACTICE, mail, publicUrl: PUBLIC_URL });
    expect(await audits()).toBe(before);
    await refreshPractice({ app, practice: { ...PRACTICE, apiKey: "another-key-9876" }, mail: { port: 2525 }, publicUrl: "http://127.0.0.1:4000" });
    expect(await app.connections.get(at)).toMatchObject({ practice: true, config: { port: 2525 }, health: { ok: true } });
    expect(await app.connections.get({ ...at, key: "odoo" })).toMatchObject({
      practice: true,
      config: { url: "http://127.0.0.1:4000/practice/odoo" },
      secretHints: { apiKey: { last4: "9876" } },
    });
  });

  test("a connection that a person pointed elsewhere is left alone", async () => {
    const at = { environment: "test", key: "odoo" };
    await app.connections.update(someone, { ...at, config: { url: "https://odoo.halvorsen.example" } });
    await refreshPractice({ app, practice: PRACTICE, mail, publicUrl: PUBLIC_URL });
    expect((await app.connections.get(at)).config.url).toBe("https://odoo.halvorsen.example");
  });

  test("a database that belongs to somebody is never seeded", async () => {
    await db.pool.query("update installation set seeded_at = null");
    await app.access.createPerson(someone, { name: "Somebody", email: "somebody@example.com", role: "viewer", password: "a-long-password" });
    expect(await seedDemo(deps)).toBe(false);
  });
});
