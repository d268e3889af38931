import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { deploy, draw } from "../testing/engine.ts";
import { odooCoverage } from "./odoo-coverage.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test("how changes came to be known is told for the last day, with what stands in the way", async () => {
  const config = { connection: "odoo", model: "crm.lead", fields: ["stage_id"], on: "any" };
  const document = draw({ steps: { start: { type: "trigger.odoo", config }, note: { type: "map", config: { fields: [] } } }, edges: ["start > note"] });
  const { flowId, versionId } = await deploy(database.pool, document);
  const look = () => odooCoverage({ prisma: database.prisma, clock: { now: Date.now } }, { flow: document.flow.key, environment: "production" });
  expect(await look()).toEqual([]);
  await database.pool.query(
    "insert into deployment (id, flow_id, environment, version_id, deployed_by_id, deployed_by_name) values ($1, $2, 'production', $3, 'a', 'A')",
    [v7(), flowId, versionId],
  );
  expect(await look()).toMatchObject([{ step: "start", model: "crm.lead", state: "waiting", webhook: null, byWebhook: 0, averageLagMs: null }]);
  await database.pool.query(
    `with w as (
       insert into odoo_watch (registration_id, spec, webhook, webhook_detail, failure)
       select id, 'x', 'refused', '{"reason": "You are not allowed."}', '{"class": "technical", "kind": "unavailable", "code": "odoo.unavailable", "message": "Odoo is away.", "retryable": true}'
       from registration where flow_id = $1
     )
     insert into odoo_coverage (registration_id, hour, by_webhook, by_sweep, by_ids, echoes, lag_ms, longest_lag_ms)
     select id, hour, 3, 1, 2, 4, 8000, 5000 from registration, unnest(array[date_trunc('hour', now()), now() - interval '2 days']) as hour where flow_id = $1`,
    [flowId],
  );
  expect(await look()).toMatchObject([
    {
      state: "failing",
      failure: { code: "odoo.unavailable" },
      webhook: "refused",
      webhookReason: "You are not allowed.",
      byWebhook: 3,
      bySweep: 1,
      byIds: 2,
      echoes: 4,
      averageLagMs: 2000,
      longestLagMs: 5000,
    },
  ]);
});
