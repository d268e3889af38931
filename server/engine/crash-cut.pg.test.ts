import { expect, test } from "vitest";
import { deploy, draw, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { startWorkerProcess } from "../testing/worker-process.ts";

const { database, target, rig } = await engineOfFile({ worker: false });

test("a worker whose connections are cut ten times in the middle of its work takes up its queue again each time", async () => {
  const { flowId } = await deploy(
    database.pool,
    draw({
      steps: { send: { type: "http", delivery: "exactly-once", config: { connection: "target", method: "POST", url: "/o", body: { $: "trigger.body" } } } },
      edges: ["start > send"],
    }),
  );
  const registration = await rig.registration(flowId);
  const worker = await startWorkerProcess({ url: database.url, installation: database.installationKey, target: target.url });
  // our own connections are cut, too: what was not accepted is sent again under its name
  const accept = (n: number) =>
    until(() => rig.engine.accept({ registration, trigger: { body: { n } }, originKey: String(n) }).catch(() => null), { of: `acceptance of ${n}` });
  try {
    for (let cut = 1; cut <= 10; cut += 1) {
      await Promise.all(Array.from({ length: 30 }, (_, n) => accept(cut * 100 + n)));
      // the worker is in the middle of them when its lines go
      await until(() => new Set(target.calls.map((call) => call.key)).size > (cut - 1) * 30, { of: `work after cut ${cut - 1}` });
      await database.pool.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    }
    await until(async () => (await database.pool.query("select 1 from run where status <> 'succeeded' limit 1")).rowCount === 0);
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(300);
  } finally {
    worker.signal("SIGKILL");
    await worker.ended;
  }
});
