/** What programs ask about an Odoo arrives at the use case as it was meant, and its answer comes back whole. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { App } from "#server/app.ts";
import { refusalOf } from "../errors.ts";
import { sendProblem } from "../problem.ts";
import { createRest } from "./create.ts";

let asked: unknown[] = [];
const heard =
  (answer: object) =>
  async (...args: unknown[]) => {
    asked.push(args.at(-1));
    return answer;
  };
const connections = {
  probe: heard({ ok: false, code: "odoo.not_odoo" }),
  needs: heard({ needs: [], unresolved: ["crm.lead.team_id"] }),
  rights: heard({ login: "flows@halvorsen.example", rows: [] }),
  replaceKey: heard({ kind: "refused", checks: [] }),
  makeKey: heard({ kind: "password-needed", why: "Odoo asks for it." }),
};
const rest = createRest({
  app: { connections } as unknown as App,
  resolveActor: async () => ({ kind: "api-key", id: "ci", name: "Nightly import", role: "administrator" }),
  engine: { waitFor: async () => ({ status: "running", output: null, failure: null }) },
  publicUrl: "https://flows.halvorsen.example",
});
const server = createServer((request, response) => {
  rest(request, response).catch((error: unknown) => sendProblem(response, refusalOf(error)));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
});

async function send(method: string, path: string, body?: object) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/connections${path}`;
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}) });
  return { status: answer.status, body: await answer.json() };
}

test("an address is looked at, and private ones only where that is said", async () => {
  expect(await send("POST", "/probe", { address: "https://acme.odoo.com/web" })).toEqual({ status: 200, body: { ok: false, code: "odoo.not_odoo" } });
  expect(asked).toEqual([{ address: "https://acme.odoo.com/web", allowPrivate: false }]);
  expect(await send("POST", "/probe", {})).toMatchObject({ status: 400, body: { code: "request.invalid", issues: [{ path: "address" }] } });
});

test("what flows need and what the user may are asked of one environment, production where none is named", async () => {
  expect(await send("GET", "/odoo/needs")).toEqual({ status: 200, body: { needs: [], unresolved: ["crm.lead.team_id"] } });
  expect(await send("POST", "/odoo/rights?environment=test")).toMatchObject({ status: 200, body: { login: "flows@halvorsen.example" } });
  expect(asked).toEqual([
    { environment: "production", key: "odoo" },
    { environment: "test", key: "odoo" },
  ]);
});

test("a key is replaced or made, and what Odoo wants for it comes back", async () => {
  expect(await send("POST", "/odoo/api-key", { apiKey: "0123456789", expiresAt: "2027-03-31" })).toMatchObject({ status: 200, body: { kind: "refused" } });
  expect(await send("POST", "/odoo/api-key/make", { days: 90 })).toMatchObject({ status: 200, body: { kind: "password-needed" } });
  expect(asked).toEqual([
    { environment: "production", key: "odoo", apiKey: "0123456789", expiresAt: "2027-03-31" },
    { environment: "production", key: "odoo", days: 90 },
  ]);
  expect(await send("POST", "/odoo/api-key", { apiKey: " " })).toMatchObject({ status: 400, body: { issues: [{ path: "apiKey" }] } });
});
