import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, AuditLog } from "#server/app.ts";
import type { RecordAudit } from "#server/deps.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { createAudit } from "./create.ts";

const tomasz: Actor = { kind: "person", id: "p-tomasz", name: "Tomasz", role: "administrator" };
const hanna: Actor = { kind: "person", id: "p-hanna", name: "Hanna", role: "analyst" };

let database: TestDatabase;
let log: AuditLog;
let record: RecordAudit;

beforeAll(async () => {
  database = await testDatabase();
  ({ log, record } = createAudit({ pool: database.pool }));
  const odoo = { kind: "connection", id: "odoo", name: "Odoo" };
  await record({ actor: tomasz, action: "connection.created", subject: odoo, environment: "production" });
  await record({ actor: tomasz, action: "connection.created", subject: odoo, environment: "test" });
  await record({ actor: hanna, action: "flow.created", subject: { kind: "flow", id: "deals", name: "Deals" } });
});
afterAll(() => database.drop());

const words = async (q: Parameters<AuditLog["list"]>[0]) => (await log.list(q)).items.map((entry) => `${entry.actor} ${entry.action} ${entry.environment}`);

test("the log is read newest first, by who, by what and by where", async () => {
  expect(await words({})).toEqual(["Hanna flow.created null", "Tomasz connection.created test", "Tomasz connection.created production"]);
  expect(await words({ actorId: hanna.id })).toEqual(["Hanna flow.created null"]);
  expect(await words({ environment: "test" })).toEqual(["Tomasz connection.created test"]);
  expect(await words({ subjectKind: "connection", subjectId: "odoo", environment: "production", actorId: tomasz.id })).toEqual([
    "Tomasz connection.created production",
  ]);
  expect(await words({ actorId: hanna.id, subjectKind: "connection" })).toEqual([]);
});

test("a cursor goes on where the page before ended, and one that nobody gave is refused", async () => {
  const [newest] = (await log.list({})).items;
  expect(await words({ cursor: newest?.id ?? "" })).toHaveLength(2);
  await expect(log.list({ cursor: "yesterday" })).rejects.toMatchObject({ code: "audit.cursor" });
});
