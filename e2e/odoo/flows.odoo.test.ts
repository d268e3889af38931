/** The five flows of a professional-services firm, each the template that is offered, on the Odoo that ODOO_URL names. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOdooWatch } from "#server/triggers/odoo/create.ts";
import { until } from "#server/testing/engine.ts";
import { odooOf } from "#server/testing/real-systems.ts";
import { approvedExpense } from "./expense.ts";
import { invoiced, invoicePaid } from "./invoice-paid.ts";
import { newHire } from "./new-hire.ts";
import { prove } from "./proof.ts";
import { approvedTimesheets } from "./timesheets.ts";
import { wonOpportunity } from "./won-opportunity.ts";
import { openWorld } from "./world.ts";
import type { World } from "./world.ts";

const { ODOO_URL: url, ODOO_DB: database, ODOO_LOGIN: login, ODOO_API_KEY: apiKey } = process.env;

if (url && database && login && apiKey)
  describe("business on a real Odoo", () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld({ url, database, login, apiKey });
    });
    afterAll(() => world.close());

    for (const proof of [wonOpportunity, approvedTimesheets, approvedExpense, newHire, invoicePaid]) prove(() => world, proof);

    it("hears from Odoo itself that an invoice is paid", async () => {
      const { pay, look } = await invoiced(world);
      const flowId = await world.flowOf(invoicePaid.template);
      const { rig } = world;
      const watch = createOdooWatch({
        pool: rig.pool,
        versions: rig.deps.versions,
        portsFor: rig.deps.portsFor,
        acceptIn: rig.engine.acceptIn,
        connections: { get: async () => odooOf(world.real) },
        sensitive: rig.deps.sensitive,
        log: rig.deps.log,
        publicUrl: "http://127.0.0.1:9",
      });
      const soon = () => rig.pool.query("update odoo_watch set next_at = now()");
      await watch.tick();
      expect(await look()).toMatchObject({ notes: [] });
      const told = async () => (await rig.pool.query<{ id: string }>("select id from run where flow_id = $1 order by created_at", [flowId])).rows;
      const before = (await told()).length;
      await pay();
      await soon();
      await watch.tick();
      const runs = await until(async () => ((await told()).length > before ? told() : null));
      for (const { id } of runs.slice(before)) await world.ended(id);
      expect(await look()).toMatchObject(invoicePaid.expected as object);
      // its rules leave Odoo with it
      await rig.pool.query("update registration set active = false where flow_id = $1", [flowId]);
      await soon();
      await watch.tick();
    });
  });
else
  describe("business on a real Odoo", () => {
    it.skip("is done by five flows (set ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY)", () => {});
  });
