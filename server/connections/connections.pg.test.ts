import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Actor, Connections, ConnectionTrial, LiveMessage, PracticeFault } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { OdooVisit, OpenConnection } from "#server/deps.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { auditInto, insertFlow } from "../testing/history.ts";
import { createConnections } from "./create.ts";
import { createConnectionSource } from "./source.ts";
import type { ForgetfulSource } from "./source.ts";
import { createVault } from "./vault.ts";

const ADMIN: Actor = { kind: "person", id: "tomasz", name: "Tomasz Zieliński", role: "administrator" };
const OPERATOR: Actor = { kind: "person", id: "sam", name: "Sam Adeyemi", role: "operator" };
const SYSTEM: Actor = { kind: "system", id: "throughline", name: "Throughline", role: "administrator" };
const KEY = "odoo-key-0123456789-wxyz";
const ODOO = { url: "https://odoo.halvorsen.example", database: "halvorsen", login: "flows@halvorsen.example" };
const AT = { environment: "production", key: "odoo" };

const FIELD = { label: "", type: "many2one", required: false, readonly: false, selection: null, help: null, inverse: null, filled: false };

let db: TestDatabase;
let source: ForgetfulSource;
let room: Connections;
let announced: LiveMessage[];
let asked: OpenConnection[];
let health: ConnectionTrial;
let fault: PracticeFault;
let visit: OdooVisit;
let relations: Record<string, string>;
const vault = createVault(new Uint8Array(randomBytes(32)));

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const table of ["connection", "secret", "variable", "audit", "deployment", "version", "draft", "flow"]) await db.pool.query(`delete from ${table}`);
  announced = [];
  asked = [];
  fault = "none";
  relations = {};
  visit = {
    probe: () => Promise.reject(new Error("nobody was to be asked")),
    rights: () => Promise.reject(new Error("nobody was to be asked")),
    makeKey: () => Promise.reject(new Error("nobody was to be asked")),
  };
  health = { ok: true, checks: [{ name: "Reachable", ok: true, message: "It answers." }], identity: { name: "Flows" }, milliseconds: 12 };
  source = createConnectionSource({ pool: db.pool, vault });
  room = createConnections({
    pool: db.pool,
    vault,
    source,
    test: async (connection) => {
      asked.push(connection);
      return health;
    },
    visit: { probe: (q) => visit.probe(q), rights: (...q) => visit.rights(...q), makeKey: (...q) => visit.makeKey(...q) },
    odoo: {
      fields: async ({ model }) =>
        Object.entries(relations)
          .filter(([path]) => path.startsWith(`${model}/`))
          .map(([path, relation]) => ({ ...FIELD, name: path.slice(model.length + 1), relation })),
    },
    practice: {
      fault: async () => fault,
      setFault: async (next) => {
        fault = next;
      },
    },
    audit: auditInto(db.pool),
    announce: async (message) => {
      announced.push(message);
    },
    clock: { now: () => Date.parse("2026-11-23T10:00:00Z") },
    publicUrl: "http://127.0.0.1:3000",
  });
});

const create = (over: Partial<Parameters<Connections["create"]>[1]> = {}) =>
  room.create(ADMIN, { ...AT, kind: "odoo", name: "Odoo", config: ODOO, secrets: { apiKey: KEY }, ...over });

async function refusal(work: Promise<unknown>): Promise<UseCaseError> {
  const error = await work.then(
    () => new Error("it was not refused"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof UseCaseError)) throw error;
  return error;
}

const auditOf = async () =>
  (
    await db.pool.query<{ action: string; actor_name: string; detail: unknown; environment: string }>(
      "select action, actor_name, detail, environment from audit order by id",
    )
  ).rows;

describe("connections", () => {
  test("a secret goes in and never comes out: not in answers, not in the row, not in the audit", async () => {
    const view = await create();
    expect(view).toEqual({
      key: "odoo",
      kind: "odoo",
      name: "Odoo",
      environment: "production",
      config: ODOO,
      practice: false,
      secretHints: { apiKey: { last4: "wxyz", setAt: "2026-11-23T10:00:00.000Z" } },
      health: null,
      keyExpiry: null,
      breaker: null,
      usedBy: [],
    });
    const { rows } = await db.pool.query("select connection.*, encode(secrets, 'escape') as raw from connection");
    const everything = JSON.stringify([view, rows, await auditOf(), announced, await room.list({ environment: "production" })]);
    expect(everything).not.toContain(KEY);
    expect((await source.get(AT)).secrets).toEqual({ apiKey: KEY });
    expect(await auditOf()).toMatchObject([{ action: "connection.created", actor_name: ADMIN.name, environment: "production" }]);
    expect(announced).toEqual([{ kind: "connection", key: "odoo", environment: "production" }]);
  });

  test("a connection whose breaker is open says since when, why, and how many runs are parked for it", async () => {
    await create();
    const insertBreaker =
      "insert into breaker (environment, connection, state, opened_at, probe_at, reason) values ('production', 'odoo', 'open', $1, $1, 'Odoo is away.')";
    await db.pool.query(insertBreaker, ["2026-11-23T09:00:00Z"]);
    // a run that has ended while it was parked, or is not there any more, is not counted
    await db.pool.query("insert into parking (lane, run_id, reason) values ('connection:production:odoo', gen_random_uuid(), 'breaker')");
    const at = "2026-11-23T09:00:00.000Z";
    expect((await room.get(AT)).breaker).toEqual({ state: "open", since: at, probeAt: at, parked: 0, reason: "Odoo is away." });
    await db.pool.query("update breaker set state = 'closed'");
    expect((await room.get(AT)).breaker).toBeNull();
  });

  test("a short secret gives no hint", async () => {
    await room.create(ADMIN, {
      environment: "production",
      key: "api",
      kind: "http",
      config: { baseUrl: "https://api.example.com", auth: { kind: "bearer" } },
      secrets: { token: "abcd1234" },
    });
    expect((await room.get({ environment: "production", key: "api" })).secretHints.token?.last4).toBe("");
  });

  test.each([
    ["odoo", {}, ["url", "database is needed", "login is needed"]],
    ["odoo", { ...ODOO, url: "ftp://x" }, ["url must be the address of an Odoo"]],
    ["odoo", { ...ODOO, url: "https://bot:pw@odoo.example" }, ["without user name, password"]],
    ["odoo", { ...ODOO, apiKey: "x" }, ["apiKey is not a setting of this kind"]],
    ["http", { baseUrl: "https://x.example", auth: { kind: "basic" } }, ["auth.username"]],
    ["http", { baseUrl: "https://x.example", auth: { kind: "magic" } }, ["none, basic, bearer or header"]],
    ["http", { baseUrl: "x" }, ["baseUrl must be an address"]],
    ["smtp", { host: "mail example", port: 70_000, from: "nobody" }, ["host must be", "port must be between", "from must be an address"]],
  ] as const)("a %s connection with %j is refused, place by place", async (kind, config, places) => {
    const error = await refusal(create({ kind, config, secrets: {} }));
    expect(error).toMatchObject({ status: 422, code: "connection.config" });
    for (const place of places) expect(error.message).toContain(place);
    expect(await room.list({ environment: "production" })).toEqual([]);
  });

  test("a place that is wrong in two ways is told once", async () => {
    const error = await refusal(create({ kind: "http", config: { baseUrl: "x" }, secrets: {} }));
    expect(error.message.match(/baseUrl/g)).toHaveLength(1);
  });

  test("missing and unknown secrets are named", async () => {
    expect(await refusal(create({ secrets: {} }))).toMatchObject({ status: 422, message: expect.stringContaining("apiKey") });
    const error = await refusal(create({ secrets: { apiKey: KEY, passwort: "x-secret-value" } }));
    expect(error.message).toContain("passwort");
    expect(error.message).not.toContain("x-secret-value");
  });

  test("keys are taken once per environment", async () => {
    await create();
    expect(await refusal(create())).toMatchObject({ status: 409, code: "connection.key_taken" });
    await create({ environment: "test" });
    expect(await refusal(create({ environment: "staging" }))).toMatchObject({ status: 404, code: "environment.unknown" });
    expect(await refusal(create({ key: "Odoo prod" }))).toMatchObject({ status: 422, code: "connection.key" });
  });

  test("a change keeps what it does not name, drops what it sets to null, and forgets the last test", async () => {
    await create({ config: { ...ODOO, limits: { concurrent: 2 } } });
    await room.test(ADMIN, AT);
    const view = await room.update(ADMIN, { ...AT, config: { url: "https://new.halvorsen.example", limits: null } });
    expect(view).toMatchObject({ config: { ...ODOO, url: "https://new.halvorsen.example" }, health: null, secretHints: { apiKey: { last4: "wxyz" } } });
    expect(view.config).not.toHaveProperty("limits");
    expect((await source.get(AT)).secrets).toEqual({ apiKey: KEY });
    expect((await auditOf()).at(-1)).toMatchObject({
      action: "connection.changed",
      detail: { config: { url: { before: ODOO.url, after: "https://new.halvorsen.example" } } },
    });
  });

  test("a new name leaves the last test standing", async () => {
    await create();
    await room.test(ADMIN, AT);
    expect(await room.update(ADMIN, { ...AT, name: "Odoo of the group" })).toMatchObject({ name: "Odoo of the group", health: { ok: true } });
    expect(await room.update(ADMIN, { ...AT, secrets: { apiKey: "another-key-0000-last" } })).toMatchObject({ health: null });
  });

  test("an empty secret leaves the stored one; a new one replaces it", async () => {
    await create();
    await room.update(ADMIN, { ...AT, secrets: { apiKey: "" } });
    expect((await source.get(AT)).secrets.apiKey).toBe(KEY);
    const view = await room.update(ADMIN, { ...AT, secrets: { apiKey: "another-key-0000-last" } });
    expect((await source.get(AT)).secrets.apiKey).toBe("another-key-0000-last");
    expect(view.secretHints.apiKey?.last4).toBe("last");
  });

  test("another way of authentication takes its own secret and drops the old one", async () => {
    const api = { environment: "production", key: "api" };
    await room.create(ADMIN, {
      ...api,
      kind: "http",
      config: { baseUrl: "https://api.example.com", auth: { kind: "bearer" } },
      secrets: { token: "token-token-token" },
    });
    expect(await refusal(room.update(ADMIN, { ...api, config: { auth: { kind: "basic", username: "bot" } } }))).toMatchObject({ status: 422 });
    await room.update(ADMIN, { ...api, config: { auth: { kind: "basic", username: "bot" } }, secrets: { password: "password-password" } });
    expect((await source.get(api)).secrets).toEqual({ password: "password-password" });
    const none = await room.update(ADMIN, { ...api, config: { auth: { kind: "none" } } });
    expect(none.secretHints).toEqual({});
    expect((await source.get(api)).secrets).toEqual({});
  });

  test("only an administrator opens private addresses", async () => {
    expect(await refusal(room.create(OPERATOR, { ...AT, kind: "odoo", config: { ...ODOO, allowPrivate: true }, secrets: { apiKey: KEY } }))).toMatchObject({
      status: 403,
    });
    await create();
    expect(await refusal(room.update(OPERATOR, { ...AT, config: { allowPrivate: true } }))).toMatchObject({ status: 403 });
    expect((await room.update(ADMIN, { ...AT, config: { allowPrivate: true } })).config.allowPrivate).toBe(true);
  });

  test("two changes at once are both kept", async () => {
    await create();
    await Promise.all([room.update(ADMIN, { ...AT, config: { database: "one" } }), room.update(ADMIN, { ...AT, config: { login: "two@halvorsen.example" } })]);
    expect((await room.get(AT)).config).toMatchObject({ database: "one", login: "two@halvorsen.example" });
  });

  test("a secret that can no longer be opened does not keep anybody from entering a new one", async () => {
    await create();
    await db.pool.query("update connection set secrets = decode('0102', 'hex')");
    source.forget();
    const failure = await source.get(AT).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StepFailure);
    expect(await refusal(room.update(ADMIN, { ...AT, name: "New name" }))).toMatchObject({ status: 422 });
    await room.update(ADMIN, { ...AT, secrets: { apiKey: KEY } });
    expect((await source.get(AT)).secrets.apiKey).toBe(KEY);
  });
});

describe("tests of a connection", () => {
  test("the result is kept as health, with who we are", async () => {
    await create();
    expect(await room.test(ADMIN, AT)).toEqual({ ok: true, checks: health.checks });
    expect(asked[0]).toMatchObject({ key: "odoo", secrets: { apiKey: KEY }, config: ODOO });
    expect((await room.get(AT)).health).toMatchObject({ ok: true, message: "Connected as Flows.", milliseconds: 12, checkedAt: "2026-11-23T10:00:00.000Z" });
  });

  test("the first thing that is wrong is the message", async () => {
    await create();
    health = {
      ok: false,
      checks: [
        { name: "Reachable", ok: true, message: "It answers." },
        { name: "Credentials", ok: false, message: "It does not know the key.", fix: "Make a new one." },
      ],
      identity: null,
      milliseconds: 5,
    };
    expect(await room.test(ADMIN, AT)).toMatchObject({ ok: false });
    expect((await room.get(AT)).health).toMatchObject({ ok: false, message: "It does not know the key." });
  });

  test("an unknown connection is told", async () => {
    expect(await refusal(room.test(ADMIN, AT))).toMatchObject({ status: 404, code: "connection.missing" });
  });
});

describe("who uses a connection", () => {
  const flow: FlowDocument = {
    throughline: 1,
    flow: { key: "won", name: "Won" },
    steps: [
      { id: "start", type: "trigger.api", config: {} },
      { id: "cust", type: "odoo.upsert", config: { connection: "odoo" } },
      { id: "proj", type: "odoo.create", config: { connection: "odoo" } },
    ],
    edges: [],
  };

  test("drafts and deployed versions are found, step by step", async () => {
    await create();
    await create({ environment: "test" });
    await insertFlow(db.pool, flow);
    expect((await room.get(AT)).usedBy).toEqual([{ flow: "won", name: "Won", steps: ["cust", "proj"] }]);
    expect((await room.get({ environment: "test", key: "odoo" })).usedBy).toEqual([]);
  });

  test("it cannot be removed while a deployed flow needs it, and can afterwards", async () => {
    await create();
    await insertFlow(db.pool, flow);
    const error = await refusal(room.remove(ADMIN, AT));
    expect(error).toMatchObject({ status: 409, code: "connection.in_use" });
    expect(error.message).toContain("Won");
    await db.pool.query("update deployment set active = false");
    await room.remove(ADMIN, AT);
    expect(await refusal(room.get(AT))).toMatchObject({ status: 404 });
    expect((await source.get(AT).catch((cause: unknown) => cause)) instanceof StepFailure).toBe(true);
    expect((await auditOf()).at(-1)).toMatchObject({ action: "connection.removed" });
  });
});

describe("practice connections", () => {
  const PRACTICE = { ...ODOO, url: "http://127.0.0.1:3000/practice/odoo" };

  test("a connection to the built-in Odoo is labelled, whoever made it", async () => {
    expect((await create({ config: PRACTICE })).practice).toBe(true);
    expect((await room.update(ADMIN, { ...AT, config: { url: ODOO.url } })).practice).toBe(false);
  });

  test("nobody but the product labels a connection", async () => {
    expect((await create({ config: { ...ODOO, practice: true } })).practice).toBe(false);
    const mail = { environment: "production", key: "mail", kind: "smtp" as const, secrets: {} };
    const config = { host: "127.0.0.1", port: 2525, from: "flows@halvorsen.example", practice: true };
    const made = await room.create(SYSTEM, { ...mail, config });
    expect(made).toMatchObject({ practice: true });
    expect(made.config).not.toHaveProperty("practice");
    expect((await room.update(ADMIN, { ...mail, config: { from: "other@halvorsen.example" } })).practice).toBe(true);
    expect((await room.update(ADMIN, { ...mail, config: { port: 2526 } })).practice).toBe(false);
  });

  test("faults are switched on in the practice Odoo and nowhere else", async () => {
    await create({ config: PRACTICE });
    await room.setPracticeFault(OPERATOR, { ...AT, fault: "unavailable" });
    expect(await room.practiceFault(AT)).toBe("unavailable");
    expect((await auditOf()).at(-1)).toMatchObject({ action: "connection.fault_switched", detail: { before: "none", after: "unavailable" } });
    await create({ key: "real" });
    expect(await refusal(room.setPracticeFault(OPERATOR, { environment: "production", key: "real", fault: "slow" }))).toMatchObject({
      status: 409,
      code: "connection.not_practice",
    });
    expect(fault).toBe("unavailable");
  });
});

describe("secrets and variables", () => {
  test("a secret is listed by name, used by flows, and shown to nobody", async () => {
    await room.putSecret(ADMIN, { environment: "production", name: "crm", value: "signature-key-123" });
    expect(await room.secrets({ environment: "production" })).toEqual([{ name: "crm", updatedAt: "2026-11-23T10:00:00.000Z" }]);
    expect(await source.secret({ environment: "production", name: "crm" })).toBe("signature-key-123");
    expect(await source.secret({ environment: "test", name: "crm" })).toBeNull();
    const { rows } = await db.pool.query("select secret.*, encode(ciphertext, 'escape') as raw from secret");
    expect(JSON.stringify([rows, await auditOf()])).not.toContain("signature-key-123");
  });

  test("a changed secret is used at once", async () => {
    const crm = { environment: "production", name: "crm" };
    await room.putSecret(ADMIN, { ...crm, value: "old" });
    expect(await source.secret(crm)).toBe("old");
    await room.putSecret(ADMIN, { ...crm, value: "new" });
    expect(await source.secret(crm)).toBe("new");
  });

  test("names and empty values are refused with a reason", async () => {
    expect(await refusal(room.putSecret(ADMIN, { environment: "production", name: "crm", value: "" }))).toMatchObject({ status: 422, code: "secret.empty" });
    expect(await refusal(room.putSecret(ADMIN, { environment: "production", name: "c r m", value: "x" }))).toMatchObject({ status: 422 });
    expect(await refusal(room.putVariable(ADMIN, { environment: "production", name: "a-b", value: 1 }))).toMatchObject({ status: 422 });
    expect(await refusal(room.putVariable(ADMIN, { environment: "nowhere", name: "a", value: 1 }))).toMatchObject({ status: 404 });
  });

  test("variables hold any JSON and change at once", async () => {
    for (const value of [null, 5, "text", [1, { a: false }]]) {
      await room.putVariable(ADMIN, { environment: "production", name: "threshold", value });
      expect(await source.variables("production")).toEqual({ threshold: value });
    }
    expect(await room.variables({ environment: "production" })).toMatchObject([{ name: "threshold", value: [1, { a: false }] }]);
  });
});

describe("what running flows remember", () => {
  test("a connection is read once, until a change is announced", async () => {
    await create();
    const first = await source.get(AT);
    await db.pool.query("update connection set name = 'Changed elsewhere'");
    expect(await source.get(AT)).toBe(first);
    source.forget({ kind: "draft", flow: "won", revision: 1, by: "x" });
    source.forget({ kind: "connection", key: "odoo", environment: "test" });
    expect(await source.get(AT)).toBe(first);
    source.forget({ kind: "connection", key: "odoo", environment: "production" });
    expect((await source.get(AT)).name).toBe("Changed elsewhere");
  });

  test("what was read before a change and arrives after it is not remembered", async () => {
    await create();
    const early = source.get(AT);
    source.forget({ kind: "connection", key: "odoo", environment: "production" });
    await db.pool.query("update connection set name = 'Later'");
    await early;
    expect((await source.get(AT)).name).toBe("Later");
  });

  test("an announcement that was lost costs half a minute, not for ever", async () => {
    await create();
    let now = 0;
    const patient = createConnectionSource({ pool: db.pool, vault, monotonic: () => now });
    await patient.get(AT);
    await db.pool.query("update connection set name = 'Unannounced'");
    now = 29_000;
    expect((await patient.get(AT)).name).toBe("Odoo");
    now = 31_000;
    expect((await patient.get(AT)).name).toBe("Unannounced");
  });

  test("a missing connection is a failure that says what to do, and is looked for again", async () => {
    const failure = await source.get(AT).catch((error: unknown) => error);
    expect(failure).toMatchObject({ failure: { code: "connection.missing", class: "technical", kind: "configuration", where: { connection: "odoo" } } });
    await create();
    expect(await source.get(AT)).toMatchObject({ kind: "odoo" });
  });
});

describe("the API key of an Odoo", () => {
  const NEW_KEY = "a-new-odoo-key-987654-zyxw";

  test("is replaced only by one that was tried and works: a wrong one leaves everything as it was", async () => {
    await create();
    health = { ...health, ok: false, checks: [{ name: "API key", ok: false, message: "Odoo does not accept this API key." }] };
    expect(await room.replaceKey(ADMIN, { ...AT, apiKey: NEW_KEY })).toEqual({ kind: "refused", checks: health.checks });
    expect(asked.at(-1)?.secrets).toEqual({ apiKey: NEW_KEY });
    expect((await source.get(AT)).secrets).toEqual({ apiKey: KEY });
    expect((await room.get(AT)).secretHints.apiKey?.last4).toBe("wxyz");
    expect((await auditOf()).map((entry) => entry.action)).toEqual(["connection.created"]);
  });

  test("takes the place of the old one once it works, with its end, and nobody reads it anywhere", async () => {
    await create({ config: { ...ODOO, keyExpires: "2026-12-01" } });
    const changed = await room.replaceKey(ADMIN, { ...AT, apiKey: NEW_KEY, expiresAt: "2027-03-31" });
    expect(changed).toMatchObject({ kind: "changed", made: null });
    expect((await source.get(AT)).secrets).toEqual({ apiKey: NEW_KEY });
    const view = await room.get(AT);
    expect(view).toMatchObject({ keyExpiry: { at: "2027-03-31T23:59:59.000Z", from: "person" }, health: { ok: true } });
    expect(JSON.stringify([view, changed, await auditOf()])).not.toContain(NEW_KEY);
    // the end of the old key is not the new one's
    await room.replaceKey(ADMIN, { ...AT, apiKey: KEY });
    expect((await room.get(AT)).keyExpiry).toBeNull();
  });

  test("cannot be replaced by itself", async () => {
    await create();
    expect(await refusal(room.replaceKey(ADMIN, { ...AT, apiKey: KEY }))).toMatchObject({ code: "connection.same_key", status: 422 });
  });

  test("is made in Odoo where Odoo lets us, and the password that it may ask for is kept nowhere", async () => {
    await create();
    const wanted: unknown[] = [];
    visit.makeKey = async (connection, q) => {
      wanted.push([connection.secrets.apiKey, q]);
      if (q.password === undefined) return { kind: "password-needed", why: "Odoo asks for it." };
      return { kind: "made", apiKey: NEW_KEY, name: q.name, expiresAt: q.expiresAt };
    };
    expect(await room.makeKey(ADMIN, { ...AT, days: 90 })).toEqual({ kind: "password-needed", why: "Odoo asks for it." });
    expect((await source.get(AT)).secrets).toEqual({ apiKey: KEY });
    const name = "Throughline production/odoo 2026-11-23";
    expect(await room.makeKey(ADMIN, { ...AT, days: 90, password: "hunter2-hunter2" })).toMatchObject({ kind: "changed", made: { name } });
    expect(wanted).toMatchObject([
      [KEY, { name }],
      [KEY, { name, expiresAt: "2027-02-21T10:00:00.000Z" }],
    ]);
    expect((await source.get(AT)).secrets).toEqual({ apiKey: NEW_KEY });
    const { rows } = await db.pool.query("select connection.*, encode(secrets, 'escape') as raw from connection");
    expect(JSON.stringify([rows, await auditOf(), await room.get(AT)])).not.toContain("hunter2");
  });

  test("counts down by what Odoo told last, and keeps that while Odoo does not answer", async () => {
    await create();
    const facts = {
      ...{
        version: "19.0",
        protocol: "json-2" as const,
        language: "en_US",
        timeZone: "Europe/Oslo",
        companies: [],
        apps: ["CRM"],
        appsFrom: "modules" as const,
      },
      keys: [{ name: "Throughline", expiresAt: "2026-12-24T10:00:00Z" }],
    };
    health = { ...health, facts };
    await room.test(OPERATOR, AT);
    const { facts: _, ...silent } = health;
    health = { ...silent, ok: false, identity: null };
    await room.test(OPERATOR, AT);
    expect(await room.get(AT)).toMatchObject({ keyExpiry: { at: "2026-12-24T10:00:00.000Z", from: "odoo" }, health: { ok: false, facts } });
    // so that a refused key can be told to have ended
    expect(asked.at(-1)?.config.keyExpires).toBe("2026-12-24T10:00:00.000Z");
  });
});

test("narrowing down what flows may do leaves what was tested standing; another address does not", async () => {
  await create();
  await room.test(OPERATOR, AT);
  await room.update(ADMIN, { ...AT, config: { allow: [{ model: "res.partner", operations: ["read"], fields: ["name"] }], keyExpires: "2027-03-31" } });
  expect(await room.get(AT)).toMatchObject({ health: { ok: true }, config: { allow: [{ model: "res.partner" }] } });
  await room.update(ADMIN, { ...AT, config: { url: "https://other.halvorsen.example" } });
  expect((await room.get(AT)).health).toBeNull();
});

describe("settings that are not stored", () => {
  const settings = { environment: "production", kind: "odoo" as const, config: ODOO, secrets: { apiKey: KEY } };

  test("are tried without anything being kept", async () => {
    expect(await room.tryOut(ADMIN, settings)).toMatchObject({ ok: true, checks: health.checks });
    expect(asked.at(-1)).toMatchObject({ config: ODOO, secrets: { apiKey: KEY } });
    expect(await room.list({ environment: "production" })).toEqual([]);
    expect(await auditOf()).toEqual([]);
  });

  test("are checked as those that are stored, and reach private addresses only for an administrator", async () => {
    expect(await refusal(room.tryOut(ADMIN, { ...settings, secrets: {} }))).toMatchObject({ code: "connection.secrets" });
    expect(await refusal(room.tryOut(ADMIN, { ...settings, config: { url: "nonsense" } }))).toMatchObject({ code: "connection.config" });
    const hidden = { ...settings, config: { ...ODOO, allowPrivate: true } };
    expect(await refusal(room.tryOut(OPERATOR, hidden))).toMatchObject({ code: "connection.private_forbidden" });
    expect(await refusal(room.probe(OPERATOR, { address: "http://127.0.0.1", allowPrivate: true }))).toMatchObject({ code: "connection.private_forbidden" });
  });
});

describe("what flows need of an Odoo", () => {
  const flow = (key: string, steps: FlowDocument["steps"]): FlowDocument => ({ throughline: 1, flow: { key, name: key }, steps, edges: [] });
  const step = (id: string, type: string, config: FlowDocument["steps"][number]["config"]) => ({ id, type, config: { connection: "odoo", ...config } });

  test("is put together from all their steps, inside a for each too, with the models that lookups and lines lead to", async () => {
    await create();
    relations = { "res.partner/country_id": "res.country", "crm.lead/order_ids": "sale.order" };
    const inner = step("inner", "odoo.call", { model: "sale.order", method: "action_confirm" });
    await insertFlow(
      db.pool,
      flow("won", [
        step("make", "odoo.create", { model: "res.partner", values: { name: "x", country_id: { $record: { by: "code", value: "NO" } } } }),
        { id: "each", type: "each", config: { items: { $: "trigger.body.lines" }, body: { steps: [inner], edges: [] } } },
      ]),
    );
    await insertFlow(
      db.pool,
      flow("lost", [
        step("read", "odoo.search", { model: "res.partner", fields: ["email"], domain: [] }),
        step("other", "odoo.search", { connection: "another", model: "hr.employee", fields: ["name"] }),
        step("where", "odoo.update", {
          model: "crm.lead",
          id: 1,
          values: { team_id: { $record: { by: "name", value: "EU" } }, order_ids: [[0, 0, { note: "x" }]] },
        }),
      ]),
    );
    const { needs, unresolved } = await room.needs(AT);
    expect(needs.map(({ model, operations, fields, flows }) => [model, operations, fields, flows.map((each) => each.flow)])).toEqual([
      ["crm.lead", ["read", "update"], ["order_ids", "team_id"], ["lost"]],
      ["res.country", ["read"], ["code"], ["won"]],
      ["res.partner", ["read", "create", "update"], ["country_id", "email", "name"], ["lost", "won"]],
      ["sale.order", ["create", "update", "action_confirm"], ["note"], ["lost", "won"]],
    ]);
    // this Odoo cannot be asked, or does not have the field
    expect(unresolved).toEqual(["crm.lead.team_id"]);
  });

  test("is what Odoo is asked about, and what an administrator allowed beside it", async () => {
    await create({ config: { ...ODOO, allow: [{ model: "hr.employee", operations: ["read"], fields: ["name"] }] } });
    await insertFlow(db.pool, flow("won", [step("make", "odoo.create", { model: "res.partner", values: { name: "x" } })]));
    visit.rights = async (connection, { models, needs }) => {
      expect(models).toEqual(["res.partner", "hr.employee"]);
      expect(needs).toMatchObject([{ model: "res.partner", operations: ["create", "update"] }]);
      return { login: String(connection.config.login), rows: [] };
    };
    expect(await room.rights(OPERATOR, AT)).toEqual({ login: ODOO.login, rows: [] });
  });

  test("is a question for an Odoo only", async () => {
    await create({ key: "crm", kind: "http", config: { baseUrl: "https://api.example", auth: { kind: "none" } }, secrets: {} });
    expect(await refusal(room.needs({ environment: "production", key: "crm" }))).toMatchObject({ code: "connection.kind", status: 409 });
  });
});
