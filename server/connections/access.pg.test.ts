import { describe, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { ADMIN, AT, ODOO, OPERATOR, connectionsOfFile, refusal } from "../testing/connections.ts";
import { insertFlow } from "../testing/history.ts";

const rig = await connectionsOfFile();

test("narrowing down what flows may do leaves what was tested standing; another address does not", async () => {
  await rig.create();
  await rig.room.test(OPERATOR, AT);
  await rig.room.update(ADMIN, { ...AT, config: { allow: [{ model: "res.partner", operations: ["read"], fields: ["name"] }], keyExpires: "2027-03-31" } });
  expect(await rig.room.get(AT)).toMatchObject({ health: { ok: true }, config: { allow: [{ model: "res.partner" }] } });
  await rig.room.update(ADMIN, { ...AT, config: { url: "https://other.halvorsen.example" } });
  expect((await rig.room.get(AT)).health).toBeNull();
});

describe("what flows need of an Odoo", () => {
  const flow = (key: string, steps: FlowDocument["steps"]): FlowDocument => ({ throughline: 1, flow: { key, name: key }, steps, edges: [] });
  const step = (id: string, type: string, config: FlowDocument["steps"][number]["config"]) => ({ id, type, config: { connection: "odoo", ...config } });

  test("is put together from all their steps, inside a for each too, with the models that lookups and lines lead to", async () => {
    await rig.create();
    rig.relations = { "res.partner/country_id": "res.country", "crm.lead/order_ids": "sale.order" };
    const inner = step("inner", "odoo.call", { model: "sale.order", method: "action_confirm" });
    await insertFlow(
      rig.pool,
      flow("won", [
        step("make", "odoo.create", { model: "res.partner", values: { name: "x", country_id: { $record: { by: "code", value: "NO" } } } }),
        { id: "each", type: "each", config: { items: { $: "trigger.body.lines" }, body: { steps: [inner], edges: [] } } },
      ]),
    );
    await insertFlow(
      rig.pool,
      flow("lost", [
        step("read", "odoo.search", { model: "res.partner", fields: ["email"], domain: [] }),
        step("other", "odoo.search", { connection: "another", model: "hr.employee", fields: ["name"] }),
        step("where", "odoo.update", {
          model: "crm.lead",
          id: 1,
          values: { team_id: { $record: { by: "name", value: "EU" } }, order_ids: [[0, 0, { note: "x" }]] },
        }),
      ]),
    );
    const { needs, unresolved } = await rig.room.needs(AT);
    expect(needs.map(({ model, operations, fields, flows }) => [model, operations, fields, flows.map((each) => each.flow)])).toEqual([
      ["crm.lead", ["read", "update"], ["order_ids", "team_id"], ["lost"]],
      ["res.country", ["read"], ["code"], ["won"]],
      ["res.partner", ["read", "create", "update"], ["country_id", "email", "name"], ["lost", "won"]],
      ["sale.order", ["create", "update", "action_confirm"], ["note"], ["lost", "won"]],
    ]);
    // this Odoo cannot be asked, or does not have the field
    expect(unresolved).toEqual(["crm.lead.team_id"]);
  });

  test("is what Odoo is asked about, and what an administrator allowed beside it", async () => {
    await rig.create({ config: { ...ODOO, allow: [{ model: "hr.employee", operations: ["read"], fields: ["name"] }] } });
    await insertFlow(rig.pool, flow("won", [step("make", "odoo.create", { model: "res.partner", values: { name: "x" } })]));
    rig.visit.rights = async (connection, { models, needs }) => {
      expect(models).toEqual(["res.partner", "hr.employee"]);
      expect(needs).toMatchObject([{ model: "res.partner", operations: ["create", "update"] }]);
      return { login: String(connection.config.login), rows: [] };
    };
    expect(await rig.room.rights(OPERATOR, AT)).toEqual({ login: ODOO.login, rows: [] });
  });

  test("is a question for an Odoo only", async () => {
    await rig.create({ key: "crm", kind: "http", config: { baseUrl: "https://api.example", auth: { kind: "none" } }, secrets: {} });
    expect(await refusal(rig.room.needs({ environment: "production", key: "crm" }))).toMatchObject({ code: "connection.kind", status: 409 });
  });
});
