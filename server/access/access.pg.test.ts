import { afterAll, beforeAll, expect, test } from "vitest";
import { createAudit } from "#server/audit/create.ts";
import type { Access, Actor } from "#server/app.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { CLIENT_ADDRESS_HEADER, createAuth } from "./auth.ts";
import type { Auth } from "./auth.ts";
import { createAccess } from "./create.ts";
import { createResolveActor } from "./resolve-actor.ts";
import type { ResolveActor } from "./resolve-actor.ts";

const ORIGIN = "http://127.0.0.1:3000";
const PASSWORD = "correct horse battery";
const ENVIRONMENT_KEY = "k".repeat(40);
const tomasz: Actor = { kind: "system", id: "system", name: "Throughline", role: "administrator" };

let database: TestDatabase;
let access: Access;
let auth: Auth;
let resolve: ResolveActor;
let now = Date.now();

beforeAll(async () => {
  database = await testDatabase();
  const { pool, prisma } = database;
  const clock = { now: () => now };
  access = createAccess({ pool, prisma, clock, audit: createAudit({ pool }).record });
  auth = createAuth({ prisma, secretKey: new Uint8Array(32).fill(7), publicUrl: ORIGIN, origins: [ORIGIN] });
  resolve = createResolveActor({ auth, prisma, clock, apiKey: ENVIRONMENT_KEY });
});
afterAll(() => database.drop());

async function post(path: string, body: object, q: { address?: string; cookie?: string } = {}): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    origin: ORIGIN,
    [CLIENT_ADDRESS_HEADER]: q.address ?? "10.0.0.1",
    ...(q.cookie === undefined ? {} : { cookie: q.cookie }),
  };
  return auth.handler(new Request(`${ORIGIN}/api/auth/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** The cookie of a new session. */
async function signIn(email: string, address?: string): Promise<string> {
  const answer = await post("sign-in/email", { email, password: PASSWORD }, address === undefined ? {} : { address });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

test("somebody who was added signs in, whatever the case of the address, and is known by the session", async () => {
  await access.createPerson(tomasz, { name: "Hanna Lind", email: "Hanna.Lind@Halvorsen.example", role: "analyst", password: PASSWORD });
  const answer = await post("sign-in/email", { email: "hanna.lind@halvorsen.example", password: PASSWORD });
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(await resolve({ cookie: cookie.split(";")[0] })).toMatchObject({
    kind: "person",
    name: "Hanna Lind",
    role: "analyst",
    email: "hanna.lind@halvorsen.example",
  });
});

test("a wrong password, an unknown address and a made-up session are nobody", async () => {
  expect((await post("sign-in/email", { email: "hanna.lind@halvorsen.example", password: "wrong password" })).status).toBe(401);
  expect((await post("sign-in/email", { email: "nobody@halvorsen.example", password: PASSWORD })).status).toBe(401);
  expect(await resolve({ cookie: "throughline.session_token=made.up" })).toBeNull();
  expect(await resolve({})).toBeNull();
});

test("nobody signs up by themselves", async () => {
  const answer = await post("sign-up/email", { email: "mallory@evil.example", password: PASSWORD, name: "Mallory", role: "administrator" });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect((await access.people()).some((person) => person.email === "mallory@evil.example")).toBe(false);
});

test("nobody changes who they are past the permissions: the library's own ways to do so are closed", async () => {
  const cookie = await signIn("hanna.lind@halvorsen.example");
  const before = await database.prisma.user.findUniqueOrThrow({ where: { email: "hanna.lind@halvorsen.example" } });
  for (const [path, body] of [
    ["update-user", { name: "Tomasz Zieliński" }],
    ["change-email", { newEmail: "tomasz@halvorsen.example" }],
    ["change-password", { currentPassword: PASSWORD, newPassword: "another long password" }],
    ["delete-user", {}],
    ["update-session", { role: "administrator" }],
  ] as const)
    expect([path, (await post(path, body, { cookie })).status]).toEqual([path, 404]);
  expect(await database.prisma.user.findUniqueOrThrow({ where: { email: "hanna.lind@halvorsen.example" } })).toEqual(before);
  expect((await post("sign-out", {}, { cookie })).status).toBe(200);
  expect(await resolve({ cookie })).toBeNull();
});

test("who is disabled is out at once, and does not come in again", async () => {
  const person = await access.createPerson(tomasz, { name: "Leaving Soon", email: "leaving@halvorsen.example", role: "operator", password: PASSWORD });
  const cookie = await signIn("leaving@halvorsen.example");
  expect(await resolve({ cookie })).not.toBeNull();
  await access.updatePerson(tomasz, { id: person.id, disabled: true });
  expect(await resolve({ cookie })).toBeNull();
  expect((await post("sign-in/email", { email: "leaving@halvorsen.example", password: PASSWORD })).status).toBe(403);
});

test("guessing passwords from one address ends soon; others are not locked out by it", async () => {
  let refused = 0;
  for (let attempt = 0; attempt < 60; attempt += 1)
    refused +=
      (await post("sign-in/email", { email: "hanna.lind@halvorsen.example", password: `guess ${attempt}` }, { address: "10.6.6.6" })).status === 429 ? 1 : 0;
  expect(refused).toBeGreaterThan(0);
  await signIn("hanna.lind@halvorsen.example", "10.0.0.9");
});

test("the only administrator stays one", async () => {
  const only = await access.createPerson(tomasz, { name: "Tomasz Zieliński", email: "tomasz@halvorsen.example", role: "administrator", password: PASSWORD });
  await expect(access.updatePerson(tomasz, { id: only.id, role: "viewer" })).rejects.toMatchObject({ code: "person.last_administrator" });
  await expect(access.updatePerson(tomasz, { id: only.id, disabled: true })).rejects.toMatchObject({ code: "person.last_administrator" });
});

test("a short password and a taken address are refused with what to do", async () => {
  const ask = { name: "X", email: "x@halvorsen.example", role: "viewer" as const };
  await expect(access.createPerson(tomasz, { ...ask, password: "short" })).rejects.toMatchObject({ status: 422, code: "person.password_short" });
  await expect(access.createPerson(tomasz, { ...ask, email: "hanna.lind@halvorsen.example", password: PASSWORD })).rejects.toMatchObject({
    status: 409,
    code: "person.email_taken",
  });
});

test("a key is shown once, kept as a hash, and ends when it is revoked or its time has come", async () => {
  const made = await access.createApiKey(tomasz, { name: "CI", role: "operator", expiresInDays: 1 });
  const authorization = `Bearer ${made.key}`;
  expect(await resolve({ authorization })).toMatchObject({ kind: "api-key", name: "CI", role: "operator" });
  const { rows } = await database.pool.query("select * from api_key");
  expect(JSON.stringify(rows)).not.toContain(made.key);
  expect(JSON.stringify(await access.apiKeys())).not.toContain(made.key);
  expect((await access.apiKeys())[0]?.lastUsedAt).not.toBeNull();
  now += 2 * 24 * 60 * 60 * 1000;
  expect(await resolve({ authorization })).toBeNull();
  const other = await access.createApiKey(tomasz, { name: "Scripts", role: "viewer", expiresInDays: null });
  await access.revokeApiKey(tomasz, { id: other.id });
  expect(await resolve({ authorization: `Bearer ${other.key}` })).toBeNull();
});

test("the key from the settings is an administrator; anything near it is nobody", async () => {
  expect(await resolve({ authorization: `Bearer ${ENVIRONMENT_KEY}` })).toMatchObject({ role: "administrator", kind: "api-key" });
  expect(await resolve({ authorization: `Bearer ${ENVIRONMENT_KEY}x` })).toBeNull();
  expect(await resolve({ authorization: ENVIRONMENT_KEY })).toBeNull();
});

test("every change of people and keys is in the audit log, without a password or key", async () => {
  const { items } = await createAudit({ pool: database.pool }).log.list({});
  const actions = items.map((entry) => entry.action);
  for (const action of ["person.created", "person.changed"]) expect(actions).toContain(action);
  expect(actions.some((action) => action.includes("key"))).toBe(true);
  expect(JSON.stringify(items)).not.toContain(PASSWORD);
});
