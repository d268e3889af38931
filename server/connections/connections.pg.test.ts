import { describe, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { ADMIN, AT, KEY, ODOO, OPERATOR, SYSTEM, connectionsOfFile, refusal } from "../testing/connections.ts";
import { insertFlow } from "../testing/history.ts";

const rig = await connectionsOfFile();

describe("connections", () => {
  test("a secret goes in and never comes out: not in answers, not in the row, not in the audit", async () => {
    const view = await rig.create();
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
    const { rows } = await rig.pool.query("select connection.*, encode(secrets, 'escape') as raw from connection");
    const everything = JSON.stringify([view, rows, await rig.audit(), rig.announced, await rig.room.list({ environment: "production" })]);
    expect(everything).not.toContain(KEY);
    expect((await rig.source.get(AT)).secrets).toEqual({ apiKey: KEY });
    expect(await rig.audit()).toMatchObject([{ action: "connection.created", actor_name: ADMIN.name, environment: "production" }]);
    expect(rig.announced).toEqual([{ kind: "connection", key: "odoo", environment: "production" }]);
  });

  test("a connection whose breaker is open says since when, why, and how many runs are parked for it", async () => {
    await rig.create();
    const insertBreaker =
      "insert into breaker (environment, connection, state, opened_at, probe_at, reason) values ('production', 'odoo', 'open', $1, $1, 'Odoo is away.')";
    await rig.pool.query(insertBreaker, ["2026-11-23T09:00:00Z"]);
    // a run that has ended while it was parked, or is not there any more, is not counted
    await rig.pool.query("insert into parking (lane, run_id, reason) values ('connection:production:odoo', gen_random_uuid(), 'breaker')");
    const at = "2026-11-23T09:00:00.000Z";
    expect((await rig.room.get(AT)).breaker).toEqual({ state: "open", since: at, probeAt: at, parked: 0, reason: "Odoo is away." });
    await rig.pool.query("update breaker set state = 'closed'");
    expect((await rig.room.get(AT)).breaker).toBeNull();
  });

  test("a short secret gives no hint", async () => {
    await rig.room.create(ADMIN, {
      environment: "production",
      key: "api",
      kind: "http",
      config: { baseUrl: "https://api.example.com", auth: { kind: "bearer" } },
      secrets: { token: "abcd1234" },
    });
    expect((await rig.room.get({ environment: "production", key: "api" })).secretHints.token?.last4).toBe("");
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
    const error = await refusal(rig.create({ kind, config, secrets: {} }));
    expect(error).toMatchObject({ status: 422, code: "connection.config" });
    for (const place of places) expect(error.message).toContain(place);
    expect(await rig.room.list({ environment: "production" })).toEqual([]);
  });

  test("a place that is wrong in two ways is told once", async () => {
    const error = await refusal(rig.create({ kind: "http", config: { baseUrl: "x" }, secrets: {} }));
    expect(error.message.match(/baseUrl/g)).toHaveLength(1);
  });

  test("missing and unknown secrets are named", async () => {
    expect(await refusal(rig.create({ secrets: {} }))).toMatchObject({ status: 422, message: expect.stringContaining("apiKey") });
    const error = await refusal(rig.create({ secrets: { apiKey: KEY, passwort: "x-secret-value" } }));
    expect(error.message).toContain("passwort");
    expect(error.message).not.toContain("x-secret-value");
  });

  test("keys are taken once per environment", async () => {
    await rig.create();
    expect(await refusal(rig.create())).toMatchObject({ status: 409, code: "connection.key_taken" });
    await rig.create({ environment: "test" });
    expect(await refusal(rig.create({ environment: "staging" }))).toMatchObject({ status: 404, code: "environment.unknown" });
    expect(await refusal(rig.create({ key: "Odoo prod" }))).toMatchObject({ status: 422, code: "connection.key" });
  });

  test("a change keeps what it does not name, drops what it sets to null, and forgets the last test", async () => {
    await rig.create({ config: { ...ODOO, limits: { concurrent: 2 } } });
    await rig.room.test(ADMIN, AT);
    const view = await rig.room.update(ADMIN, { ...AT, config: { url: "https://new.halvorsen.example", limits: null } });
    expect(view).toMatchObject({ config: { ...ODOO, url: "https://new.halvorsen.example" }, health: null, secretHints: { apiKey: { last4: "wxyz" } } });
    expect(view.config).not.toHaveProperty("limits");
    expect((await rig.source.get(AT)).secrets).toEqual({ apiKey: KEY });
    expect((await rig.audit()).at(-1)).toMatchObject({
      action: "connection.changed",
      detail: { config: { url: { before: ODOO.url, after: "https://new.halvorsen.example" } } },
    });
  });

  test("a new name leaves the last test standing", async () => {
    await rig.create();
    await rig.room.test(ADMIN, AT);
    expect(await rig.room.update(ADMIN, { ...AT, name: "Odoo of the group" })).toMatchObject({ name: "Odoo of the group", health: { ok: true } });
    expect(await rig.room.update(ADMIN, { ...AT, secrets: { apiKey: "another-key-0000-last" } })).toMatchObject({ health: null });
  });

  test("an empty secret leaves the stored one; a new one replaces it", async () => {
    await rig.create();
    await rig.room.update(ADMIN, { ...AT, secrets: { apiKey: "" } });
    expect((await rig.source.get(AT)).secrets.apiKey).toBe(KEY);
    const view = await rig.room.update(ADMIN, { ...AT, secrets: { apiKey: "another-key-0000-last" } });
    expect((await rig.source.get(AT)).secrets.apiKey).toBe("another-key-0000-last");
    expect(view.secretHints.apiKey?.last4).toBe("last");
  });

  test("another way of authentication takes its own secret and drops the old one", async () => {
    const api = { environment: "production", key: "api" };
    await rig.room.create(ADMIN, {
      ...api,
      kind: "http",
      config: { baseUrl: "https://api.example.com", auth: { kind: "bearer" } },
      secrets: { token: "token-token-token" },
    });
    expect(await refusal(rig.room.update(ADMIN, { ...api, config: { auth: { kind: "basic", username: "bot" } } }))).toMatchObject({ status: 422 });
    await rig.room.update(ADMIN, { ...api, config: { auth: { kind: "basic", username: "bot" } }, secrets: { password: "password-password" } });
    expect((await rig.source.get(api)).secrets).toEqual({ password: "password-password" });
    const none = await rig.room.update(ADMIN, { ...api, config: { auth: { kind: "none" } } });
    expect(none.secretHints).toEqual({});
    expect((await rig.source.get(api)).secrets).toEqual({});
  });

  test("only an administrator opens private addresses", async () => {
    expect(await refusal(rig.room.create(OPERATOR, { ...AT, kind: "odoo", config: { ...ODOO, allowPrivate: true }, secrets: { apiKey: KEY } }))).toMatchObject({
      status: 403,
    });
    await rig.create();
    expect(await refusal(rig.room.update(OPERATOR, { ...AT, config: { allowPrivate: true } }))).toMatchObject({ status: 403 });
    expect((await rig.room.update(ADMIN, { ...AT, config: { allowPrivate: true } })).config.allowPrivate).toBe(true);
  });

  test("two changes at once are both kept", async () => {
    await rig.create();
    await Promise.all([
      rig.room.update(ADMIN, { ...AT, config: { database: "one" } }),
      rig.room.update(ADMIN, { ...AT, config: { login: "two@halvorsen.example" } }),
    ]);
    expect((await rig.room.get(AT)).config).toMatchObject({ database: "one", login: "two@halvorsen.example" });
  });

  test("a secret that can no longer be opened does not keep anybody from entering a new one", async () => {
    await rig.create();
    await rig.pool.query("update connection set secrets = decode('0102', 'hex')");
    rig.source.forget();
    const failure = await rig.source.get(AT).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StepFailure);
    expect(await refusal(rig.room.update(ADMIN, { ...AT, name: "New name" }))).toMatchObject({ status: 422 });
    await rig.room.update(ADMIN, { ...AT, secrets: { apiKey: KEY } });
    expect((await rig.source.get(AT)).secrets.apiKey).toBe(KEY);
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
    await rig.create();
    await rig.create({ environment: "test" });
    await insertFlow(rig.pool, flow);
    expect((await rig.room.get(AT)).usedBy).toEqual([{ flow: "won", name: "Won", steps: ["cust", "proj"] }]);
    expect((await rig.room.get({ environment: "test", key: "odoo" })).usedBy).toEqual([]);
  });

  test("it cannot be removed while a deployed flow needs it, and can afterwards", async () => {
    await rig.create();
    await insertFlow(rig.pool, flow);
    const error = await refusal(rig.room.remove(ADMIN, AT));
    expect(error).toMatchObject({ status: 409, code: "connection.in_use" });
    expect(error.message).toContain("Won");
    await rig.pool.query("update deployment set active = false");
    await rig.room.remove(ADMIN, AT);
    expect(await refusal(rig.room.get(AT))).toMatchObject({ status: 404 });
    expect((await rig.source.get(AT).catch((cause: unknown) => cause)) instanceof StepFailure).toBe(true);
    expect((await rig.audit()).at(-1)).toMatchObject({ action: "connection.removed" });
  });
});

describe("practice connections", () => {
  const PRACTICE = { ...ODOO, url: "http://127.0.0.1:3000/practice/odoo" };

  test("a connection to the built-in Odoo is labelled, whoever made it", async () => {
    expect((await rig.create({ config: PRACTICE })).practice).toBe(true);
    expect((await rig.room.update(ADMIN, { ...AT, config: { url: ODOO.url } })).practice).toBe(false);
  });

  test("nobody but the product labels a connection", async () => {
    expect((await rig.create({ config: { ...ODOO, practice: true } })).practice).toBe(false);
    const mail = { environment: "production", key: "mail", kind: "smtp" as const, secrets: {} };
    const config = { host: "127.0.0.1", port: 2525, from: "flows@halvorsen.example", practice: true };
    const made = await rig.room.create(SYSTEM, { ...mail, config });
    expect(made).toMatchObject({ practice: true });
    expect(made.config).not.toHaveProperty("practice");
    expect((await rig.room.update(ADMIN, { ...mail, config: { from: "other@halvorsen.example" } })).practice).toBe(true);
    expect((await rig.room.update(ADMIN, { ...mail, config: { port: 2526 } })).practice).toBe(false);
  });

  test("faults are switched on in the practice Odoo and nowhere else", async () => {
    await rig.create({ config: PRACTICE });
    await rig.room.setPracticeFault(OPERATOR, { ...AT, fault: "unavailable" });
    expect(await rig.room.practiceFault(AT)).toBe("unavailable");
    expect((await rig.audit()).at(-1)).toMatchObject({ action: "connection.fault_switched", detail: { before: "none", after: "unavailable" } });
    await rig.create({ key: "real" });
    expect(await refusal(rig.room.setPracticeFault(OPERATOR, { environment: "production", key: "real", fault: "slow" }))).toMatchObject({
      status: 409,
      code: "connection.not_practice",
    });
    expect(rig.fault).toBe("unavailable");
  });
});
