/** Limits of a connection hold for all processes together: two of them here, each with its own doorkeeper over one database. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../db/pool.ts";
import type { Gates } from "../deps.ts";
import { createLog } from "../log.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { createGates } from "./gate.ts";

let db: TestDatabase;
let both: [Gates, Gates];
beforeAll(async () => {
  db = await testDatabase();
  both = [createGates({ pool: db.pool, log: createLog("silent") }), createGates({ pool: db.pool, log: createLog("silent") })];
});
afterAll(async () => {
  for (const gates of both) gates.close();
  await db.drop();
});

const at = (connection: string) => ({ environment: "production", connection });
/** Calls that take turns between the two processes. */
async function calls(q: { connection: string; limits: { concurrent?: number; perSecond?: number }; count: number; work: () => Promise<void> }): Promise<void> {
  await Promise.all(Array.from({ length: q.count }, (_, n) => both[n % 2 === 0 ? 0 : 1].of({ ...at(q.connection), limits: q.limits })(q.work)));
}

test("no more calls are under way than the connection allows, and all of them get their turn", async () => {
  let under = 0;
  let most = 0;
  let done = 0;
  const work = async () => {
    under += 1;
    most = Math.max(most, under);
    await sleep(5);
    under -= 1;
    done += 1;
  };
  await calls({ connection: "narrow", limits: { concurrent: 3 }, count: 40, work });
  expect(done).toBe(40);
  expect(most).toBeLessThanOrEqual(3);
});

test("no second sees more calls begin than the connection allows", async () => {
  const from = Date.now();
  const begun: number[] = [];
  await calls({ connection: "slow", limits: { perSecond: 20 }, count: 50, work: async () => void begun.push(Date.now()) });
  expect(begun).toHaveLength(50);
  // one after the other: two and a half seconds' worth cannot be over sooner, however late a busy machine begins
  expect(Math.max(...begun) - from).toBeGreaterThan(2_400);
});

test("a call that fails gives its place back", async () => {
  const failing = both[0].of({ ...at("single"), limits: { concurrent: 1 } });
  await expect(failing(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await both[1].of({ ...at("single"), limits: { concurrent: 1 } })(async () => "in")).toBe("in");
});

test("a connection without limits asks nobody: its calls pass where there is no database to ask", async () => {
  const gone = createPool({ url: db.url });
  await gone.end();
  const alone = createGates({ pool: gone, log: createLog("silent") });
  expect(await alone.of({ ...at("free"), limits: {} })(async () => "in")).toBe("in");
  await expect(alone.of({ ...at("single"), limits: { concurrent: 1 } })(async () => "in")).rejects.toThrow("after calling end");
  alone.close();
});
