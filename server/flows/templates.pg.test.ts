/** Templates tried out against the practice Odoo, where it has their models: what they would write is what Odoo takes. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findStep } from "#flow/steps/index.ts";
import { allSteps } from "#flow/nested.ts";
import type { OpenConnection, PortsFor, Simulate } from "#server/deps.ts";
import { createSimulate } from "../engine/simulate.ts";
import { createGuard } from "../http/guard.ts";
import { createHttpPort } from "../http/port.ts";
import { createMailPort } from "../mail/port.ts";
import { createOdooPort } from "../odoo/port.ts";
import { createPortsFor } from "../ports.ts";
import { createPracticeOdoo } from "../practice/odoo.ts";
import { MODELS } from "../practice/odoo/models.ts";
import { createSandbox } from "../code/sandbox.ts";
import { createSchemaPort } from "../schema/port.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { listTemplates } from "./templates.ts";

let database: TestDatabase;
let simulate: Simulate;
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const clock = { now: () => Date.parse("2026-11-20T10:00:00Z") };
  const practice = await createPracticeOdoo({ pool: database.pool, clock, log: pino({ level: "silent" }) });
  const server = createServer((request, response) => void practice.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${address.port}/practice/odoo`;
  const named = (key: string): OpenConnection => {
    const common = { environment: "production", key, name: key };
    if (key === "mail")
      return { ...common, kind: "smtp", config: { host: "127.0.0.1", port: 25, secure: false, from: "flows@halvorsen.example" }, secrets: {} };
    if (key !== "odoo") return { ...common, kind: "http", config: { baseUrl: "https://api.example", auth: { kind: "none" } }, secrets: {} };
    return {
      ...common,
      kind: "odoo",
      config: { url, database: practice.database, login: practice.login, allowPrivate: true },
      secrets: { apiKey: practice.apiKey },
    };
  };
  const guard = createGuard();
  const sandbox = createSandbox();
  const outside = { guard, connections: { get: async ({ key }: { key: string }) => named(key) } };
  const portsFor: PortsFor = createPortsFor({
    odoo: createOdooPort(outside),
    http: createHttpPort(outside),
    mail: createMailPort(outside),
    code: sandbox,
    schema: createSchemaPort(),
  });
  simulate = createSimulate({ portsFor, connections: { variables: async () => ({}) }, findStep, clock, installation: "0190d1f0-0000-7000-8000-000000000001" });
  close.push(
    () => guard.close(),
    () => sandbox.stop(),
    () => new Promise((resolve) => server.close(resolve)),
  );
});
afterAll(async () => {
  for (const end of close) await end();
  await database.drop();
});

const covered = listTemplates().filter(({ document }) =>
  allSteps(document).every((step) => {
    const source = step.config.source;
    const model = step.config.model ?? (typeof source === "object" && source !== null && !Array.isArray(source) ? source.model : undefined);
    return typeof model !== "string" || MODELS[model] !== undefined;
  }),
);

test("the practice Odoo has the models of most templates", () => {
  expect(covered.length).toBeGreaterThanOrEqual(5);
});

test.each(covered)("$title goes through with its sample, and nothing is refused", async ({ document, sample }) => {
  const result = await simulate({ document, environment: "production", trigger: sample });
  expect(result.failure).toBeNull();
  expect(result.status).toBe("succeeded");
  expect(result.steps.filter((step) => step.failure !== null)).toEqual([]);
});
