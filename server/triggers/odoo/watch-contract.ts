/** What an Odoo trigger promises, proven against an Odoo: the practice one and a real one (watch.odoo.test.ts). */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import { relativeSource } from "#flow/odoo-domain/relative-date.ts";
import type { OdooPort } from "#flow/ports.ts";
import type { OpenConnection } from "../../deps.ts";
import { createGuard } from "../../http/guard.ts";
import type { ContractTarget } from "../../odoo/contract.ts";
import { createOdooPort } from "../../odoo/port.ts";
import { testDatabase } from "../../testing/database.ts";
import type { TestDatabase } from "../../testing/database.ts";
import { deploy, draw, startEngine, until } from "../../testing/engine.ts";
import type { EngineRig } from "../../testing/engine.ts";
import { createWebhookHandler } from "../webhook.ts";
import { createOdooWatch } from "./create.ts";
import type { OdooWatch } from "./create.ts";
import { putHints } from "./put-hints.ts";

/** Small, and in every Odoo: tags of contacts. */
const MODEL = "res.partner.category";

/** Flows that start each other, before it is called a circle. */
const HOPS = 4;

type Seen = { origin: string; trigger: { record: { id: number; name: string }; changed: string[]; previous: Json; change: { kind: string; old: Json } } };

export function watchContract(name: string, open: () => Promise<ContractTarget>): void {
  describe(`changes in ${name}`, () => {
    const guard = createGuard();
    let connection: OpenConnection;
    let database: TestDatabase;
    let rig: EngineRig;
    let watch: OdooWatch;
    // nobody listens here: what Odoo's rules send is lost, but in the test that listens
    let publicUrl = "http://127.0.0.1:9";
    const odoo = createOdooPort({ guard, connections: { get: async () => connection } })("production");
    const call = (method: string, q: { ids?: number[]; args?: Record<string, Json> }) =>
      odoo.call(
        { connection: "odoo", model: MODEL, method, args: q.args ?? {}, ...(q.ids ? { ids: q.ids } : {}) },
        { signal: AbortSignal.timeout(30_000), note: () => undefined },
      );
    const patience = () => ({ signal: AbortSignal.timeout(30_000), note: () => undefined });
    const asked = (model: string, domain: Json[]) => ({ connection: "odoo", model, method: "search_read", args: { domain, fields: ["id"] } });
    const create = async (...names: string[]) => (await call("create", { args: { vals_list: names.map((each) => ({ name: each })) } })) as number[];
    const write = (ids: number[], vals: Record<string, Json>) => call("write", { ids, args: { vals } });
    const unlink = (ids: number[]) => call("unlink", { ids });

    /** as a worker has it; `page` of a few records, so that there are several */
    const watcher = (port: OdooPort = odoo) =>
      createOdooWatch({
        pool: database.pool,
        versions: rig.deps.versions,
        portsFor: (environment) => ({ ...rig.deps.portsFor(environment), odoo: port }),
        acceptIn: rig.engine.acceptIn,
        connections: { get: async () => connection },
        sensitive: rig.deps.sensitive,
        log: rig.deps.log,
        publicUrl,
        page: 6,
        idsPage: 40,
      });
    const due = () => database.pool.query("update odoo_watch set next_at = now(), reconcile_at = now()");
    const look = async (q: OdooWatch = watch) => {
      await due();
      const count = await q.tick();
      if (q === watch) expect((await database.pool.query("select failure from odoo_watch where failure is not null")).rows).toEqual([]);
      return count;
    };
    /** writes the record that started it */
    const writing = (name: string): Parameters<typeof draw>[0]["steps"][string] => ({
      type: "odoo.update",
      config: { connection: "odoo", model: MODEL, id: { $: "trigger.record.id" }, values: { name: { $: name } } },
    });
    const quiet = () =>
      until(async () => (await database.pool.query("select 1 from run where status in ('queued', 'running') limit 1")).rowCount === 0, {
        of: "the end of all runs",
      });
    const nameOf = async (id: number) =>
      (await odoo.search({ connection: "odoo", model: MODEL, domain: [["id", "=", id]], fields: ["name"] }, patience())).records[0]?.name;
    const watching = async (
      config: Record<string, Json>,
      key: string = randomUUID(),
      then: Parameters<typeof draw>[0]["steps"][string] = { type: "map", config: { fields: [] } },
    ) => {
      const start = { type: "trigger.odoo", config: { connection: "odoo", model: MODEL, fields: ["name"], ...config } };
      const { flowId } = await deploy(database.pool, draw({ steps: { start, then }, edges: ["start > then"], flow: { key } }));
      const { rows } = await database.pool.query<{ id: string }>("select id from registration where flow_id = $1", [flowId]);
      return { flowId, id: rows[0]?.id ?? "", key };
    };
    const runsOf = async (flowId: string) =>
      (await database.pool.query<Seen>("select origin, trigger from run where flow_id = $1 order by created_at, id", [flowId])).rows;
    const told = async (flowId: string) => (await runsOf(flowId)).map(({ trigger }) => `${trigger.change.kind} ${trigger.record.name}`).sort();
    const only = (mark: string) => ({ domain: [["name", "like", mark]] });

    beforeAll(async () => {
      const target = await open();
      connection = {
        environment: "production",
        key: "odoo",
        kind: "odoo",
        name: "odoo",
        config: { url: target.url, database: target.database, login: target.login, allowPrivate: true },
        secrets: { apiKey: target.apiKey },
      };
      database = await testDatabase();
      rig = await startEngine({ url: database.url, installation: database.installationKey, target: "http://127.0.0.1:9", odoo, limits: { hopLimit: HOPS } });
      await rig.startWorker();
      watch = watcher();
    });
    // each looks at its own trigger
    afterEach(() => database.pool.query("update registration set active = false"));
    afterAll(async () => {
      // takes its rules out of Odoo
      await look();
      await rig.stop();
      await database.drop();
      await guard.close();
    });

    it("are told from the first look on: what stands there is no news, what is new or changed is told once, with what was there before", async () => {
      const mark = randomUUID().slice(0, 8);
      const [old = 0, other = 0] = await create(`${mark} old`, `${mark} other`, `${mark} c`, `${mark} d`, `${mark} e`);
      const { flowId } = await watching(only(mark));
      expect(await look()).toBe(0);
      await write([old], { name: `${mark} changed` });
      await write([other], { active: false });
      const [made = 0] = await create(`${mark} new`);
      await look();
      await look();
      const runs = await runsOf(flowId);
      expect(runs.map((run) => run.trigger)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ record: { id: old, name: `${mark} changed` }, changed: ["name"], previous: { name: `${mark} old` } }),
          expect.objectContaining({
            record: { id: made, name: `${mark} new` },
            previous: null,
            change: expect.objectContaining({ kind: "created", old: null }),
          }),
        ]),
      );
      expect(runs).toHaveLength(2);
      // with a number where it changed within the second in which it was noted
      for (const run of runs) expect(run.origin).toMatch(/^res\.partner\.category:\d+:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d:[\w-]{22}(:\d)?$/);
    });

    it("within one second are told one by one, where they are seen one by one, and back and forth too", async () => {
      const mark = randomUUID().slice(0, 8);
      const [id = 0] = await create(`${mark} a`);
      const { flowId } = await watching(only(mark));
      await look();
      for (const letter of ["b", "a", "b"]) {
        await write([id], { name: `${mark} ${letter}` });
        await look();
      }
      expect(await told(flowId)).toEqual([`updated ${mark} a`, `updated ${mark} b`, `updated ${mark} b`]);
    });

    it("that ten minutes of webhooks did not tell are all found, and those that a webhook told are not told again", async () => {
      const mark = randomUUID().slice(0, 8);
      const ids = await create(...Array.from({ length: 10 }, (_, index) => `${mark} ${index}`));
      const { flowId, id } = await watching(only(mark));
      await look();
      for (const each of ids) await write([each], { name: `${mark} changed ${each}` });
      await putHints({ pool: database.pool, registrationId: id, ids: ids.slice(0, 3) });
      // no look is due: these are found because they were named
      expect(await watch.tick()).toBe(3);
      // a webhook that comes twice, and one that comes while the look is under way
      await putHints({ pool: database.pool, registrationId: id, ids: ids.slice(0, 5) });
      await due();
      await Promise.all([watch.tick(), watcher().tick(), watcher().tick()]);
      await look();
      expect(await told(flowId)).toEqual(ids.map((each) => `updated ${mark} changed ${each}`).sort());
      const { rows } = await database.pool.query(
        "select sum(by_webhook)::int as webhook, sum(by_webhook + by_sweep)::int as total from odoo_coverage where registration_id = $1",
        [id],
      );
      expect(rows[0]).toMatchObject({ total: 10 });
      expect(Number(rows[0]?.webhook)).toBeGreaterThanOrEqual(3);
    });

    it("are found by whoever goes on after a sweeper that failed or died in the middle, each once", async () => {
      const mark = randomUUID().slice(0, 8);
      const { flowId, id } = await watching(only(mark));
      await look();
      const ids = await create(...Array.from({ length: 8 }, (_, index) => `${mark} ${index}`));
      let pages = 0;
      const failing: OdooPort = {
        ...odoo,
        search: async (asked, options) => {
          pages += 1;
          if (pages > 2) throw technical("unavailable", "odoo.unavailable", "It is away.", { retryable: true });
          return odoo.search(asked, options);
        },
      };
      await look(watcher(failing));
      const { rows } = await database.pool.query("select failures, failure ->> 'code' as code, cursor_id from odoo_watch where registration_id = $1", [id]);
      expect(rows[0]).toMatchObject({ failures: 1, code: "odoo.unavailable" });
      expect((await runsOf(flowId)).length).toBeLessThan(ids.length);
      // a sweeper that died: its name is still there, and nobody believes it any more
      await database.pool.query("update odoo_watch set held_by = gen_random_uuid(), held_until = now() - interval '1 second'");
      await look();
      await look();
      expect(await told(flowId)).toEqual(ids.map((_, index) => `created ${mark} ${index}`).sort());
    });

    it("are not lost between two versions, nor told to the new one again, whatever it watches", async () => {
      const mark = randomUUID().slice(0, 8);
      const [first = 0, second = 0, third = 0] = await create(`${mark} 1`, `${mark} 2`, `${mark} 3`);
      const { flowId, key } = await watching(only(mark));
      await look();
      await write([first], { name: `${mark} before` });
      await look();
      await write([second], { name: `${mark} between` });
      await watching({ ...only(mark), fields: ["name", "active"] }, key);
      await look();
      await write([third], { active: false });
      await look();
      expect((await runsOf(flowId)).map(({ trigger }) => `${trigger.record.name} ${trigger.changed.join()}`)).toEqual([
        `${mark} before name`,
        expect.stringContaining(`${mark} between name`),
        `${mark} 3 active`,
      ]);
    });

    it("are named by rules that a deployment makes in Odoo and that go with it: once each, within a moment, without a look being due", async () => {
      const hooks = createWebhookHandler({
        registrations: rig.registrations,
        engine: rig.engine,
        connections: { secret: async () => null },
        keepRate: async () => undefined,
        putHints: (hint) => putHints({ pool: database.pool, ...hint }),
        clock: rig.deps.clock,
        log: rig.deps.log,
      });
      const door = createServer((request, response) => void hooks(request, response));
      await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
      const address = door.address();
      publicUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
      try {
        const mark = randomUUID().slice(0, 8);
        const [first = 0, second = 0] = await create(`${mark} 1`, `${mark} 2`);
        const { flowId, id } = await watching({ ...only(mark), on: "any" });
        const here = watcher();
        await look(here);
        const state = async () => (await database.pool.query("select webhook, webhook_detail from odoo_watch where registration_id = $1", [id])).rows[0];
        expect(await state()).toMatchObject({ webhook: "made", webhook_detail: { rules: 2 } });
        await write([first], { name: `${mark} changed` });
        const [made = 0] = await create(`${mark} made`);
        await unlink([second]);
        const isTold = async () => {
          await here.tick();
          return (await told(flowId)).length === 3;
        };
        await until(isTold, { of: "three runs" });
        expect(await told(flowId)).toEqual([`created ${mark} made`, `deleted ${mark} 2`, `updated ${mark} changed`]);
        const counted = "select sum(by_webhook)::int as webhook, sum(by_sweep + by_ids)::int as others from odoo_coverage where registration_id = $1";
        expect((await database.pool.query(counted, [id])).rows[0]).toEqual({ webhook: 3, others: 0 });
        await database.pool.query("update registration set active = false where id = $1", [id]);
        await look(here);
        await write([made], { name: `${mark} unheard` });
        expect((await odoo.call(asked("ir.actions.server", [["webhook_url", "like", publicUrl]]), patience())) as Json[]).toEqual([]);
      } finally {
        door.closeAllConnections();
        door.close();
        publicUrl = "http://127.0.0.1:9";
      }
    });

    it("that a flow makes itself do not start it again; a person's change after it does", async () => {
      const mark = randomUUID().slice(0, 8);
      const [id = 0] = await create(`${mark} a`);
      const { flowId } = await watching(only(mark), randomUUID(), writing("trigger.record.name & '!'"));
      await look();
      await write([id], { name: `${mark} b` });
      await look();
      await quiet();
      // the flow's own write, seen by a look and named by a webhook
      expect(await nameOf(id)).toBe(`${mark} b!`);
      await look();
      const { rows } = await database.pool.query("select id from registration where flow_id = $1", [flowId]);
      await putHints({ pool: database.pool, registrationId: String(rows[0]?.id), ids: [id] });
      await watch.tick();
      expect(await told(flowId)).toEqual([`updated ${mark} b`]);
      await write([id], { name: `${mark} c` });
      await look();
      await quiet();
      await look();
      expect(await told(flowId)).toEqual([`updated ${mark} b`, `updated ${mark} c`]);
      expect(
        (
          await database.pool.query(
            "select sum(echoes)::int as echoes from odoo_coverage c join registration r on r.id = c.registration_id where r.flow_id = $1",
            [flowId],
          )
        ).rows,
      ).toEqual([{ echoes: 2 }]);
    });

    it("with which two flows start each other come to an end, as a business error that says so", async () => {
      const mark = randomUUID().slice(0, 8);
      const [id = 0] = await create(`${mark} a`);
      const one = await watching(only(mark), randomUUID(), writing("trigger.record.name & '1'"));
      const two = await watching(only(mark), randomUUID(), writing("trigger.record.name & '2'"));
      await look();
      await write([id], { name: `${mark} b` });
      let silent = 0;
      for (let count = 0; count < 60 && silent < 2; count += 1) {
        silent = (await look()) === 0 ? silent + 1 : 0;
        await quiet();
      }
      expect(silent).toBe(2);
      const { rows } = await database.pool.query(
        "select hop, failure ->> 'code' as code, failure ->> 'class' as class, failure ->> 'message' as message from run where flow_id = any ($1) and status = 'failed'",
        [[one.flowId, two.flowId]],
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows)
        expect(row).toMatchObject({ hop: HOPS + 1, code: "trigger.hop_limit", class: "business", message: expect.stringContaining("chain of flows") });
    });

    it("that delete a record are found by its id, or by the webhook that names it, with what was known of it", async () => {
      const mark = randomUUID().slice(0, 8);
      const ids = await create(...Array.from({ length: 6 }, (_, index) => `${mark} ${index}`));
      const { flowId, id } = await watching({ ...only(mark), on: "any" });
      await look();
      const [named = 0, unnamed = 0, hidden = 0] = ids;
      await unlink([named, unnamed]);
      await putHints({ pool: database.pool, registrationId: id, ids: [named] });
      await watch.tick();
      expect(await told(flowId)).toEqual([`deleted ${mark} 0`]);
      // outside of what is watched, it is not ours to tell
      await write([hidden], { name: "elsewhere" });
      await look();
      await unlink([hidden]);
      await look();
      await look();
      expect(await told(flowId)).toEqual([`deleted ${mark} 0`, `deleted ${mark} 1`]);
      expect((await runsOf(flowId))[1]?.trigger).toMatchObject({ record: { id: unnamed }, previous: { name: `${mark} 1` }, changed: [] });
    });

    it("that bring a record into the domain are told every time that it comes in", async () => {
      const mark = randomUUID().slice(0, 8);
      const [id = 0] = await create(`${mark} draft`);
      const { flowId } = await watching({ domain: [["name", "=", `${mark} sale`]], on: "updated" });
      await look();
      for (const state of ["sale", "draft", "sale"]) {
        await write([id], { name: `${mark} ${state}` });
        await look();
      }
      expect((await runsOf(flowId)).map((run) => run.trigger.previous)).toEqual([{ name: `${mark} draft` }, { name: `${mark} draft` }]);
    });

    it("are judged by days that count from the look", async () => {
      const mark = randomUUID().slice(0, 8);
      const day = (days: number) => ({ $: relativeSource({ kind: "days", days }, "datetime") });
      const newOnes = await watching({
        domain: [
          ["name", "like", mark],
          ["create_date", ">", day(-1)],
        ],
        on: "created",
      });
      const oldOnes = await watching({
        domain: [
          ["name", "like", mark],
          ["create_date", "<", day(-1)],
        ],
        on: "created",
      });
      await look();
      await create(`${mark} of today`);
      await look();
      expect([await told(newOnes.flowId), await told(oldOnes.flowId)]).toEqual([[`created ${mark} of today`], []]);
    });

    it("are looked for no more when nothing is deployed, and a later deployment does not catch up", async () => {
      const mark = randomUUID().slice(0, 8);
      const { flowId, id, key } = await watching(only(mark));
      await look();
      await database.pool.query("update registration set active = false where id = $1", [id]);
      await create(`${mark} while nobody looked`);
      await look();
      expect((await database.pool.query("select 1 from odoo_watch where registration_id = $1", [id])).rowCount).toBe(0);
      await database.pool.query("update registration set active = true where id = $1", [id]);
      await watching(only(mark), key);
      await look();
      await create(`${mark} now`);
      await look();
      expect(await told(flowId)).toEqual([`created ${mark} now`]);
    });
  });
}
