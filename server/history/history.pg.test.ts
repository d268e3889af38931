import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#server/app.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { auditInto } from "../testing/history.ts";
import { createHistory } from "./create.ts";

const tomasz: Actor = { kind: "person", id: "tomasz", name: "Tomasz Zieliński", role: "administrator" };
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test("how long runs are kept is said per environment, changed with an audit entry, and only where it changes", async () => {
  const history = createHistory({ pool: db.pool, audit: auditInto(db.pool), clock: { now: () => Date.UTC(2026, 10, 24) } });
  expect((await history.policies()).map((policy) => [policy.environment, policy.succeededDays, policy.failedDays])).toEqual([
    ["development", 30, 60],
    ["test", 30, 60],
    ["production", 180, 365],
  ]);
  await history.setPolicy(tomasz, { environment: "production", succeededDays: 90, failedDays: 365 });
  await history.setPolicy(tomasz, { environment: "production", succeededDays: 90, failedDays: 365 });
  expect((await history.policies())[2]).toMatchObject({ succeededDays: 90, failedDays: 365 });
  const { rows } = await db.pool.query("select action, environment, detail from audit");
  expect(rows).toEqual([
    { action: "history.policy_changed", environment: "production", detail: { changes: [{ name: "succeeded, days", before: 180, after: 90 }] } },
  ]);
  await expect(history.setPolicy(tomasz, { environment: "nowhere", succeededDays: 1, failedDays: 1 })).rejects.toMatchObject({ status: 404 });
});
