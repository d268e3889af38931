/** Changes told by the practice Odoo, and by the real one that ODOO_URL names. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, describe, it } from "vitest";
import type { ContractTarget } from "../../odoo/contract.ts";
import { createPracticeOdoo } from "../../practice/odoo.ts";
import { testDatabase } from "../../testing/database.ts";
import { watchContract } from "./watch-contract.ts";

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function startPractice(): Promise<ContractTarget> {
  const database = await testDatabase();
  const practice = await createPracticeOdoo({ pool: database.pool, clock: { now: Date.now }, log: pino({ level: "silent" }) });
  const server = createServer((request, response) => void practice.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await database.drop();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/practice/odoo`, database: practice.database, login: practice.login, apiKey: practice.apiKey };
}

watchContract("the practice Odoo", startPractice);

const { ODOO_URL: url, ODOO_DB: database, ODOO_LOGIN: login, ODOO_API_KEY: apiKey } = process.env;

if (url && database && login && apiKey) watchContract("a real Odoo", async () => ({ url, database, login, apiKey }));
else
  describe("changes in a real Odoo", () => {
    it.skip("are told (set ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY)", () => {});
  });
