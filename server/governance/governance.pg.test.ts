/** Contracts and ownership rules as rows: who may change them, that a version never does, and that everything is written down. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { may, ROLES } from "#server/access/permissions.ts";
import type { Actor, Governance } from "#server/app.ts";
import { createSchemaPort } from "../schema/port.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { auditInto, insertFlow } from "../testing/history.ts";
import { createGovernance } from "./create.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
const SCHEMA = {
  type: "object",
  required: ["id"],
  properties: { zone: { type: "string" }, id: { type: "string" }, status: { enum: ["open", "closed"] } },
};
let db: TestDatabase;
let room: Governance;

beforeAll(async () => {
  db = await testDatabase();
  room = createGovernance({
    pool: db.pool,
    prisma: db.prisma,
    audit: auditInto(db.pool),
    schema: createSchemaPort(),
    clock: { now: () => Date.UTC(2026, 10, 29, 9) },
  });
  await room.createContract(hanna, { key: "site", name: "Site", description: "Where work is done", schema: SCHEMA, note: "First" });
});
afterAll(() => db.drop());

const audited = async (action: string) => (await db.pool.query("select subject_id, detail from audit where action = $1 order by at", [action])).rows;

test("a contract is made as a draft, in its author's order, naming itself and its dialect", async () => {
  const { versions } = await room.contract({ key: "site" });
  expect(versions).toMatchObject([{ number: 1, state: "draft", note: "First", createdBy: "Hanna Lind" }]);
  expect(versions[0]?.schema).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", $id: "urn:throughline:contract:site:1" });
  expect(Object.keys(versions[0]?.schema.properties ?? {})).toEqual(["zone", "id", "status"]);
  expect(await room.contracts()).toEqual([
    { key: "site", name: "Site", description: "Where work is done", fields: 3, versions: [{ number: 1, state: "draft" }] },
  ]);
  expect(await audited("contract.created")).toEqual([{ subject_id: "site", detail: { version: 1, note: "First" } }]);
  await expect(room.createContract(hanna, { key: "site", name: "Site", description: "", schema: SCHEMA, note: "" })).rejects.toMatchObject({
    code: "contract.taken",
  });
  await expect(room.createContract(hanna, { key: "Site", name: "Site", description: "", schema: SCHEMA, note: "" })).rejects.toMatchObject({
    code: "contract.key",
  });
});

test("what is no JSON Schema 2020-12 of an object is refused, with the reason", async () => {
  const refused = async (schema: object) => {
    const error: unknown = await room
      .createContract(hanna, { key: "wrong", name: "Wrong", description: "", schema: JSON.parse(JSON.stringify(schema)), note: "" })
      .catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : "taken";
  };
  expect(await refused({ type: "string" })).toMatch("type object");
  expect(await refused({ ...SCHEMA, properties: { id: { type: "text" } } })).toMatch("cannot be used");
  expect(await refused({ ...SCHEMA, properties: { id: { $ref: "https://elsewhere.example/x.json" } } })).toMatch("cannot be used");
  expect(await refused({ ...SCHEMA, properties: { id: { type: "string", pattern: "(?<=a)b" } } })).toMatch("This cannot be a contract");
  expect(await refused({ ...SCHEMA, $schema: "http://json-schema.org/draft-07/schema#" })).toMatch("2020-12");
  expect(await refused({ ...SCHEMA, "x-lifecycle": { field: "zone", moves: {} } })).toMatch("zone");
  // a keyword of 2020-12 that draft 7 does not know is understood, not ignored
  expect(await refused({ ...SCHEMA, properties: { id: { prefixItems: "no" } } })).toMatch("cannot be used");
});

test("a version follows the one that its author saw; what breaks is named first, and never slips in", async () => {
  const next = { ...SCHEMA, properties: { id: { type: "string" }, status: { enum: ["open", "closed", "moved"] } } };
  const add = (after: number, acceptBreaking: boolean, schema: object = next) =>
    room.addVersion(hanna, { key: "site", after, schema: JSON.parse(JSON.stringify(schema)), note: "No zones", acceptBreaking });
  await expect(add(1, false)).rejects.toMatchObject({ code: "contract.breaking", message: expect.stringContaining("zone is gone") });
  await expect(add(1, true, SCHEMA)).rejects.toMatchObject({ code: "contract.same" });
  // of two at once, one follows and the other is told
  const both = await Promise.allSettled([add(1, true), add(1, true)]);
  expect(both.map((each) => each.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(both.find((each) => each.status === "rejected")).toMatchObject({ reason: { code: "contract.moved" } });
  expect((await room.contract({ key: "site" })).versions.map((version) => version.number)).toEqual([2, 1]);
});

test("a version never changes, not even by hand; its state moves only onwards, once, with an entry", async () => {
  const sql = (text: string) => db.pool.query(text);
  await expect(sql(`update contract_version set schema = '{}' where contract = 'site' and number = 1`)).rejects.toThrow("cannot be changed");
  await expect(sql(`update contract_version set note = 'x' where contract = 'site' and number = 1`)).rejects.toThrow("cannot be changed");
  await expect(sql("delete from contract_version where contract = 'site'")).rejects.toThrow("cannot be removed");
  await room.setState(hanna, { key: "site", version: 1, state: "active" });
  await room.setState(hanna, { key: "site", version: 1, state: "active" });
  await room.setState(hanna, { key: "site", version: 1, state: "retired" });
  await expect(room.setState(hanna, { key: "site", version: 1, state: "active" })).rejects.toMatchObject({ code: "contract.state" });
  await expect(sql(`update contract_version set state = 'draft' where contract = 'site' and number = 1`)).rejects.toThrow("cannot become draft");
  await expect(room.setState(hanna, { key: "site", version: 9, state: "active" })).rejects.toMatchObject({ code: "contract.version_missing" });
  expect(await audited("contract.activated")).toHaveLength(1);
  expect(await audited("contract.retired")).toEqual([{ subject_id: "site", detail: { version: 1, state: { before: "active", after: "retired" } } }]);
  expect((await room.contract({ key: "site" })).versions[1]).toMatchObject({ state: "retired", stateBy: "Hanna Lind" });
});

test("who uses a contract is told: steps that publish in its name, make it, or check by its schema", async () => {
  await insertFlow(db.pool, {
    throughline: 1,
    flow: { key: "sites", name: "Sites" },
    steps: [
      { id: "tell", type: "event.publish", name: "Site opened", config: { topic: "site.opened", payload: {}, contract: "site@2" } },
      { id: "check", type: "validate", config: { value: { $: "trigger.body" }, schema: { $id: "urn:throughline:contract:site:1", type: "object" } } },
      { id: "make", type: "map", config: { fields: [], target: { contract: "site@2" } } },
      // another contract whose key begins alike
      { id: "other", type: "event.publish", config: { topic: "x", payload: {}, contract: "site-visit@1" } },
    ],
    edges: [],
  });
  expect((await room.contract({ key: "site" })).usedBy).toEqual([
    { flow: "sites", name: "Sites", step: "check", stepName: "check", version: 1, how: "checks", deployedIn: "production" },
    { flow: "sites", name: "Sites", step: "make", stepName: "make", version: 2, how: "makes", deployedIn: "production" },
    { flow: "sites", name: "Sites", step: "tell", stepName: "Site opened", version: 2, how: "publishes", deployedIn: "production" },
  ]);
});

test("an object or a field has one owner; each change keeps what was there before", async () => {
  const rule = { object: { kind: "model" as const, name: "res.partner" }, field: "vat", system: "CRM", policy: "flag" as const, writers: ["sites"], note: "" };
  const saved = await room.saveRule(hanna, rule);
  await expect(room.saveRule(hanna, rule)).rejects.toMatchObject({ code: "ownership.taken" });
  await expect(room.saveRule(hanna, { ...rule, field: "name", writers: ["nowhere"] })).rejects.toMatchObject({ code: "ownership.flow" });
  const whole = await room.saveRule(hanna, { ...rule, field: null });
  await expect(room.saveRule(hanna, { ...rule, id: whole.id })).rejects.toMatchObject({ code: "ownership.taken" });
  expect(await room.saveRule(hanna, { ...rule, id: saved.id, policy: "stop", writers: [] })).toMatchObject({
    policy: "stop",
    writers: [],
    updatedBy: "Hanna Lind",
  });
  await room.removeRule(hanna, { id: whole.id });
  await expect(room.removeRule(hanna, { id: whole.id })).rejects.toMatchObject({ code: "ownership.missing" });
  expect(await room.rules()).toMatchObject([{ id: saved.id, field: "vat", policy: "stop" }]);
  expect((await audited("ownership.rule_changed"))[0]?.detail).toEqual({
    policy: { before: "flag", after: "stop" },
    writers: { before: ["sites"], after: [] },
  });
  expect(await audited("ownership.rule_removed")).toHaveLength(1);
});

test("everybody reads; analysts and administrators change contracts, administrators alone who owns what", () => {
  const who = (permission: Parameters<typeof may>[1]) => ROLES.filter((role) => may(role, permission));
  expect(who("contract.read")).toEqual([...ROLES]);
  expect(who("contract.edit")).toEqual(["analyst", "administrator"]);
  expect(who("ownership.edit")).toEqual(["administrator"]);
});
