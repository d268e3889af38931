/** Every door, for every role and for nobody: what is let through is exactly what server/access/permissions.ts grants. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { may, PERMISSIONS, ROLES } from "#server/access/permissions.ts";
import type { Permission } from "#server/access/permissions.ts";
import type { Actor, App, Role } from "#server/app.ts";
import { refusalOf } from "./errors.ts";
import { sendProblem } from "./problem.ts";
import { createRest } from "./rest/create.ts";
import { routes } from "./rest/routes.ts";
import { appRouter } from "./router.ts";

/** Whoever gets here was let through. */
const reached: App = new Proxy({} as App, {
  get: () => new Proxy({}, { get: () => async () => ({ items: [], nextCursor: null, triggers: [], problems: [], steps: [], flow: {} }) }),
});
const somebody = (role: Role): Actor => ({ kind: "person", id: role, name: role, role });

const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { meta, type }: { meta: { permission: Permission }; type: string } = Reflect.get(procedure, "_def");
  return { path, permission: meta.permission, type };
});

/** The answer of a procedure that is called with nothing: refused, or past the gate and then wanting its input. */
async function call(path: string, actor: Actor | null): Promise<"let through" | "FORBIDDEN" | "UNAUTHORIZED"> {
  const caller = appRouter.createCaller({ app: reached, actor });
  const [room = "", name = ""] = path.split(".");
  try {
    await Reflect.get(Reflect.get(caller, room), name)(undefined);
  } catch (error) {
    const { status } = refusalOf(error);
    if (status === 401 || status === 403) return status === 401 ? "UNAUTHORIZED" : "FORBIDDEN";
  }
  return "let through";
}

test("there are procedures and routes to walk through", () => {
  expect(procedures.length).toBeGreaterThan(50);
  expect(routes.length).toBeGreaterThan(25);
});

test.each(ROLES)("the role %s passes exactly the procedures that it may use", async (role) => {
  for (const { path, permission } of procedures)
    expect(`${path}: ${await call(path, somebody(role))}`).toBe(`${path}: ${may(role, permission) ? "let through" : "FORBIDDEN"}`);
});

test("nobody passes no procedure", async () => {
  for (const { path } of procedures) expect(`${path}: ${await call(path, null)}`).toBe(`${path}: UNAUTHORIZED`);
});

test("what changes something is not asked for with a permission to read", () => {
  // these ask much and change nothing, so that their questions do not fit into an address; who looks where is written nowhere
  const questions = ["flows.validate", "runs.replayPreview", "presence.look"];
  for (const { path, permission, type } of procedures) if (type === "mutation" && !questions.includes(path)) expect(permission, path).not.toMatch(/\.read$/);
});

let server: Server;
let base = "";
let asks: Actor | null = null;

beforeAll(async () => {
  const rest = createRest({
    app: reached,
    resolveActor: async () => asks,
    engine: { waitFor: async () => ({ status: "succeeded", output: null, failure: null }) },
    publicUrl: "http://localhost",
  });
  server = createServer((request, response) => {
    rest(request, response).catch((error: unknown) => sendProblem(response, refusalOf(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  base = `http://127.0.0.1:${address.port}/api/v1`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function statusOf(route: (typeof routes)[number]): Promise<number> {
  const answer = await fetch(base + route.path.replace(/\{\w+\}/g, "x"), {
    method: route.method,
    ...(route.body === undefined ? {} : { body: "{}", headers: { "content-type": "application/json" } }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

test.each(ROLES)("the role %s passes exactly the routes that it may use", async (role) => {
  asks = somebody(role);
  for (const route of routes) {
    const status = await statusOf(route);
    expect(`${route.method} ${route.path}: ${status === 403 ? "refused" : status === 401 ? "unknown" : "let through"}`).toBe(
      `${route.method} ${route.path}: ${may(role, route.permission) ? "let through" : "refused"}`,
    );
  }
});

test("nobody passes no route, but may read what there is", async () => {
  asks = null;
  for (const route of routes) expect(`${route.method} ${route.path}: ${await statusOf(route)}`).toBe(`${route.method} ${route.path}: 401`);
  const document = await (await fetch(`${base}/openapi.json`)).json();
  expect(document.openapi).toBe("3.1.0");
  for (const route of routes) expect(document.paths[route.path]?.[route.method.toLowerCase()]?.["x-permission"]).toBe(route.permission);
});

test("every permission is somebody's, and no role but the administrator has them all", () => {
  for (const permission of PERMISSIONS) expect(may("administrator", permission)).toBe(true);
  for (const role of ROLES) if (role !== "administrator") expect(PERMISSIONS.every((permission) => may(role, permission))).toBe(false);
});

test("an address that is not there, a body that is no JSON and a body of another type are told apart", async () => {
  asks = somebody("administrator");
  expect((await fetch(`${base}/nothing`)).status).toBe(404);
  const broken = await fetch(`${base}/events`, { method: "POST", headers: { "content-type": "application/json" }, body: "{" });
  expect([broken.status, broken.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
  expect((await fetch(`${base}/events`, { method: "POST", headers: { "content-type": "text/plain" }, body: "x" })).status).toBe(415);
  const wrong = await (await fetch(`${base}/events`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" })).json();
  expect(wrong).toMatchObject({ status: 400, code: "request.invalid", issues: [{ path: "topic" }, { path: "payload" }] });
});
