/** The contract against the practice Odoo, as a server on a port of its own. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll } from "vitest";
import { createPracticeOdoo } from "#server/practice/odoo.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { odooContract } from "./contract.ts";

let database: TestDatabase | null = null;
const server = createServer();

odooContract("the practice Odoo", async () => {
  database = await testDatabase();
  const practice = await createPracticeOdoo({ pool: database.pool, clock: { now: Date.now }, log: pino({ level: "silent" }) });
  server.on("request", (request, response) => void practice.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/practice/odoo`, database: practice.database, login: practice.login, apiKey: practice.apiKey };
});

afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database?.drop();
});
