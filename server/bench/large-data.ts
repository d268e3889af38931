/** A large set of data: every record of a model read by pages, mapped, and upserted, one by one, by one worker. What counts is the worker's memory. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { z } from "zod";
import { ownerOfConnection, sealFor } from "../connections/sealed.ts";
import { createVault } from "../connections/vault.ts";
import { measureOf } from "./measures.ts";
import type { Measure } from "./measures.ts";
import { memoryOf, startWorker } from "./memory.ts";
import { start } from "./processes.ts";
import type { Scene } from "./scene.ts";

const FIRST = 100_001;
const Run = z.object({ status: z.string(), parts: z.number() });
const HOW_FAR = `select r.status, (select count(*) from run p where p.parent_run = r.id and p.status = 'succeeded')::integer as parts
   from run r where r.parent_run is null`;

export async function largeData(scene: Scene): Promise<Measure[]> {
  const web = await scene.actor("web");
  const practice = await start("practice", { url: web.url });
  const secretKey = randomBytes(32);
  try {
    await web.database.query("delete from practice.record where model = 'res.partner'");
    await web.database.query(
      `insert into practice.record (model, id, fields)
       select 'res.partner', $1 + n, jsonb_build_object('name', 'Partner ' || n, 'email', 'Partner.' || n || '@Example.com', 'active', true, 'type', 'contact')
       from generate_series(0, $2::integer - 1) n`,
      [FIRST, scene.records],
    );
    const config = { url: `${practice.base}/practice/odoo`, database: "practice", login: "admin", allowPrivate: true };
    const place = { environment: "production", key: "odoo" };
    const secrets = sealFor(createVault(secretKey), ownerOfConnection(place), { apiKey: practice.hooks.key ?? "" });
    await web.database.query(
      "insert into connection (id, environment, key, kind, name, config, secrets) values ($1, 'production', 'odoo', 'odoo', 'Odoo', $2, $3)",
      [v7(), JSON.stringify(config), secrets],
    );
    const worker = await startWorker(web.url, secretKey);
    try {
      return await take({ scene, web, worker });
    } finally {
      worker.stop();
    }
  } finally {
    practice.stop();
  }
}

type Taking = { scene: Scene; web: Awaited<ReturnType<Scene["actor"]>>; worker: { pid: number } };

async function take({ scene, web, worker }: Taking): Promise<Measure[]> {
  const began = performance.now();
  const answer = await fetch(`${web.base}${web.hooks.copies}`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  if (answer.status !== 202) throw new Error(`The run was not accepted: ${answer.status} ${await answer.text()}`);
  let most = 0;
  let said = 0;
  let status = "queued";
  while (status === "queued" || status === "running" || status === "waiting") {
    await sleep(200);
    most = Math.max(most, memoryOf(worker.pid));
    const run = Run.parse((await web.database.query(HOW_FAR)).rows[0]);
    status = run.status;
    if (run.parts < said + 50) continue;
    said = run.parts;
    scene.say(`  ${run.parts} parts, ${Math.round((performance.now() - began) / 1000)} s, ${Math.round(most)} MiB`);
  }
  const seconds = (performance.now() - began) / 1000;
  const made = await web.database.query<{ leads: number }>(
    "select count(*)::integer as leads from practice.external_id where model = 'crm.lead' and name like '%partner-%'",
  );
  const leads = made.rows[0]?.leads;
  if (status !== "succeeded" || leads !== scene.records)
    throw new Error(`The run is ${status} with ${leads} of ${scene.records} records; ${await whyNot(web)}`);
  scene.say(`  ${scene.records} records in ${Math.round(seconds)} s`);
  return [
    measureOf({ name: "large-data-memory", unit: "MiB", ours: [most], target: { of: "ours", most: 300 } }),
    measureOf({ name: "large-data-rate", unit: "records/s", ours: [scene.records / seconds] }),
  ];
}

/** What items and parts have failed of. */
async function whyNot({ database }: Taking["web"]): Promise<string> {
  const { rows } = await database.query<{ why: string; items: number }>(
    `select failure ->> 'message' as why, count(*)::integer as items
     from (select failure from step_run where status = 'failed' union all select failure from run where status = 'failed') failed
     group by 1 order by 2 desc limit 5`,
  );
  return rows.length === 0 ? "nothing has failed." : rows.map(({ why, items }) => `${items} times: ${why}`).join("; ");
}
