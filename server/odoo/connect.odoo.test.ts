/** Connecting: what is found at an address, what each mistake is told as, who we are, what we may, and a new key. The practice Odoo and the real one. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import type { ConnectionTester, OdooVisit, OpenConnection } from "#server/deps.ts";
import { createGuard } from "#server/http/guard.ts";
import { createPracticeOdoo } from "#server/practice/odoo.ts";
import { testDatabase } from "#server/testing/database.ts";
import { createOdooPort } from "./port.ts";
import { testOdoo } from "./test-odoo.ts";
import { createOdooVisit } from "./visit.ts";

type Target = { url: string; database: string; login: string; apiKey: string; password: string | null };

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startPractice(): Promise<Target> {
  const database = await testDatabase();
  const practice = await createPracticeOdoo({ pool: database.pool, clock: { now: Date.now }, log: pino({ level: "silent" }) });
  const origin = await serve((request, response) => void practice.handle(request, response));
  ends.push(() => database.drop());
  return { url: `${origin}/practice/odoo`, database: practice.database, login: practice.login, apiKey: practice.apiKey, password: null };
}

const { ODOO_URL: url, ODOO_DB: name, ODOO_LOGIN: login, ODOO_API_KEY: apiKey, ODOO_PASSWORD: password } = process.env;
const REAL: Target | null = url && name && login && apiKey ? { url, database: name, login, apiKey, password: password ?? null } : null;

connecting("the practice Odoo", startPractice);
if (REAL !== null) connecting("a real Odoo", async () => REAL);
else it.skip("a real Odoo (set ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY)", () => {});

function connecting(title: string, open: () => Promise<Target>): void {
  describe(`connecting ${title}`, () => {
    const guard = createGuard();
    const test: ConnectionTester = testOdoo({ guard });
    const visit: OdooVisit = createOdooVisit({ guard });
    let target: Target;
    beforeAll(async () => {
      target = await open();
    });
    afterAll(() => guard.close());

    const connection = (change: Record<string, Json> = {}, key = target.apiKey): OpenConnection => ({
      ...{ environment: "production", key: "odoo", kind: "odoo", name: "Odoo" },
      config: { url: target.url, database: target.database, login: target.login, allowPrivate: true, ...change },
      secrets: { apiKey: key },
    });
    const trouble = async (change: Record<string, Json>, key?: string) => (await test(connection(change, key))).checks.find((check) => !check.ok);
    const probe = (address: string, allowPrivate = true) => visit.probe({ address, allowPrivate });

    it.each(["", "/", "/web", "/web/login?db=x", "/odoo/crm/12"])("is found at its address and %j, with its version, transport and databases", async (tail) => {
      expect(await probe(`${target.url}${tail}`)).toEqual({
        ...{ ok: true, url: target.url, version: "19.0", protocol: "json-2", isPlain: true },
        databases: expect.arrayContaining([target.database]),
      });
    });

    it("is found where its site sends visitors, and without a scheme", async () => {
      const { origin, host, pathname } = new URL(target.url);
      const moved = await serve((request, response) => void response.writeHead(308, { location: `${target.url}${request.url}` }).end());
      expect(await probe(moved)).toMatchObject({ ok: true, url: target.url });
      expect(await probe(`${host}${pathname === "/" ? "" : pathname}`)).toMatchObject({ ok: true, url: target.url });
      expect(origin).not.toBe("");
    });

    it("tells who we are: user, companies, language, zone, apps and keys", async () => {
      const { ok, checks, identity, facts } = await test(connection());
      expect(checks.filter((check) => !check.ok)).toEqual([]);
      expect(ok).toBe(true);
      expect(identity).toMatchObject({ login: target.login, database: target.database });
      expect(facts).toMatchObject({ version: "19.0", protocol: "json-2", appsFrom: "modules", language: expect.stringMatching(/^[a-z]{2}_[A-Z]{2}$/) });
      expect(facts?.companies.filter((company) => company.isCurrent)).toHaveLength(1);
      expect(facts?.apps.length).toBeGreaterThan(0);
      expect(facts?.keys?.length).toBeGreaterThan(0);
      expect((await test(connection({ protocol: "json-rpc" }))).facts).toMatchObject({ protocol: "json-rpc", companies: facts?.companies, keys: facts?.keys });
    });

    it("tells a wrong database from a wrong key, an expired one, and one that is none", async () => {
      expect(await trouble({ database: "no_such" })).toMatchObject({
        name: "Database",
        message: expect.stringContaining("no_such"),
        fix: expect.stringContaining(target.database),
      });
      const wrong = "0123456789abcdef0123456789abcdef01234567";
      expect(await trouble({}, wrong)).toMatchObject({ name: "API key", message: expect.stringContaining("does not accept this API key") });
      expect(await trouble({ protocol: "json-rpc" }, wrong)).toMatchObject({ name: "API key" });
      expect(await trouble({ keyExpires: "2020-02-29" }, wrong)).toMatchObject({ name: "API key", message: expect.stringContaining("expired on 2020-02-29") });
      expect(await trouble({}, "correct-horse-battery")).toMatchObject({ name: "API key", fix: expect.stringContaining("A password does not work") });
      expect(await trouble({ login: "somebody.else" })).toMatchObject({ name: "API key", message: expect.stringContaining(`belongs to ${target.login}`) });
    });

    it("is tested whatever the connection allows flows", async () => {
      expect((await test(connection({ allow: [] }))).ok).toBe(true);
    });

    it("tells an Odoo that lets no programs in from one that lacks the database", async () => {
      const { pathname } = new URL(target.url);
      const closed = await serve(async (request, response) => {
        if (request.url?.includes("/json/2/")) return void response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not Found</h1>");
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`${new URL(target.url).origin}${request.url}`, request.method === "POST" ? { method: "POST", headers, body: "{}" } : {});
        response.writeHead(answer.status, headers).end(await answer.text());
      });
      const at = { url: `${closed}${pathname === "/" ? "" : pathname}` };
      expect(await trouble(at)).toMatchObject({ name: "External API", fix: expect.stringContaining("Custom plan") });
      expect(await trouble({ ...at, database: "no_such" })).toMatchObject({ name: "Database" });
    });

    it("says what its user may do beside what flows need", async () => {
      const need = { model: "res.partner", operations: ["read", "create"], fields: null, flows: [{ flow: "won", name: "Won" }], optional: false };
      const none = { ...need, model: "x_no.such_model" };
      const { login: who, rows } = await visit.rights(connection(), { models: ["res.partner", "x_no.such_model"], needs: [need, none] });
      expect(who).toBe(target.login);
      expect(rows.find((row) => row.model === "res.partner")).toMatchObject({ isThere: true, missing: [], surplus: ["write", "unlink"] });
      expect(rows.find((row) => row.model === "x_no.such_model")).toMatchObject({ isThere: false, missing: ["read", "create"] });
      const older = await visit.rights(connection({ protocol: "json-rpc" }), { models: ["res.partner"], needs: [need] });
      expect(older.rows.find((row) => row.model === "res.partner")).toMatchObject({ isThere: true, missing: [] });
    });

    it("lets flows do what the connection allows, notes on those records too, and nothing more", async () => {
      const allow = [{ model: "res.partner", operations: ["create", "message"], fields: ["name"] }];
      const port = createOdooPort({ guard, connections: { get: async () => connection({ allow }) } })("production");
      const options = { signal: AbortSignal.timeout(30_000), note: () => undefined };
      const key = `contract/${randomUUID()}`;
      const create = (model: string, externalId: string, values: Record<string, Json>) =>
        port.create({ connection: "odoo", model, records: [{ externalId, values }] }, options);
      const [made] = await create("res.partner", key, { name: `Allowed ${key.slice(-6)}` });
      expect(made).toMatchObject({ action: "created" });
      const note = { model: "res.partner", res_id: made?.id ?? 0, message_type: "comment", body: "<p>Kept</p>" };
      expect(await create("mail.message", `${key}/note`, note)).toMatchObject([{ action: "created" }]);
      await expect(create("res.partner", `${key}/2`, { name: "x", email: "x@halvorsen.example" })).rejects.toMatchObject({
        failure: { kind: "authorization", code: "odoo.not_allowed", where: { model: "res.partner", field: "email" }, fix: expect.stringContaining("Access") },
      });
      const employees = port.search({ connection: "odoo", model: "hr.employee", domain: [], fields: ["name"] }, options);
      await expect(employees).rejects.toMatchObject({ failure: { code: "odoo.not_allowed", message: expect.stringContaining("read hr.employee") } });
    });

    it("makes a new key for whoever has the password, and tells when it asks for one", async () => {
      // of its own: keys of earlier days are there yet
      const wanted = { name: `Throughline test ${randomUUID()}`, expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
      const first = await visit.makeKey(connection(), wanted);
      if (first.kind === "made") return;
      expect(first.why).toContain("password");
      if (target.password === null) return;
      await expect(visit.makeKey(connection(), { ...wanted, password: "not the password" })).rejects.toMatchObject({ status: 422 });
      const made = await visit.makeKey(connection(), { ...wanted, password: target.password });
      expect(made).toMatchObject({ kind: "made", name: wanted.name, apiKey: expect.stringMatching(/^[0-9a-f]{40}$/) });
      if (made.kind !== "made") return;
      // old and new overlap
      expect((await test(connection({}, made.apiKey))).ok).toBe(true);
      const { facts } = await test(connection());
      expect(facts?.keys?.map((key) => key.name)).toContain(wanted.name);
      expect(facts?.keys?.find((key) => key.name === wanted.name)?.expiresAt?.slice(0, 10)).toBe(wanted.expiresAt.slice(0, 10));
    });
  });
}

describe("an address without an Odoo", () => {
  const guard = createGuard();
  const visit = createOdooVisit({ guard });
  afterAll(() => guard.close());
  const probe = (address: string, allowPrivate = true) => visit.probe({ address, allowPrivate });

  it("is told apart: no address, nothing there, another site, a private one, one that fails", async () => {
    expect(await probe("our odoo")).toMatchObject({ ok: false, code: "odoo.address" });
    expect(await probe("http://127.0.0.1:9")).toMatchObject({ ok: false, code: "odoo.unreachable" });
    expect(await probe("https://no-such-host.invalid")).toMatchObject({ ok: false, code: "odoo.unreachable", fix: expect.stringContaining("spelling") });
    const site = await serve((_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<h1>A shop</h1>"));
    expect(await probe(site)).toMatchObject({ ok: false, code: "odoo.not_odoo" });
    expect(await probe(site, false)).toMatchObject({ ok: false, code: "odoo.host_refused" });
    const down = await serve((_, response) => void response.writeHead(503).end());
    expect(await probe(down)).toMatchObject({ ok: false, code: "odoo.unavailable" });
    const round = await serve((request, response) => void response.writeHead(302, { location: `http://${request.headers.host}${request.url}` }).end());
    expect(await probe(round)).toMatchObject({ ok: false, code: "odoo.not_odoo" });
  });

  it("may be an Odoo that is too old, or one that speaks JSON-RPC only", async () => {
    const version = (text: string, major: number) =>
      serve((request, response) => {
        if (request.url !== "/web/webclient/version_info") return void response.writeHead(404, { "content-type": "text/html" }).end();
        const result = { server_version: text, server_version_info: [major, 0, 0, "final", 0, ""] };
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id: null, result }));
      });
    expect(await probe(await version("13.0", 13))).toMatchObject({ ok: false, code: "odoo.too_old" });
    expect(await probe(await version("17.0", 17))).toMatchObject({ ok: true, version: "17.0", protocol: "json-rpc", databases: null });
  });
});
