import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import { expect, test } from "vitest";
import { ensureDatabase, migrate } from "../../scripts/lib/migrate.mjs";
import { freePort, startPostgres } from "../../scripts/lib/postgres.mjs";
import { createPool } from "../db/pool.ts";
import { deploy, draw, startEngine, stepsOf, until } from "../testing/engine.ts";
import { startTarget } from "../testing/target.ts";
import { startWorkerProcess } from "../testing/worker-process.ts";

const root = path.resolve(import.meta.dirname, "../..");

test("an approval stays open while the worker is replaced, a new version is deployed and the database goes down: the run resumes, on the version that it began with", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "throughline-wait-"));
  const port = await freePort();
  const boot = () => startPostgres({ root, dataDir: path.join(folder, "data"), port, settings: ["fsync=off"] });
  let postgres = await boot();
  const url = postgres.url("throughline");
  await ensureDatabase(url);
  await migrate({ url, root });
  await runMigrations({ connectionString: url });
  const pool = createPool({ url, max: 4 });
  const target = await startTarget();
  const started = { url, installation: "wait", target: target.url };
  const asking = (said: string) => ({
    ask: { type: "approve", config: { title: "Go?", assignees: { roles: ["approver"] } } },
    send: { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/orders", body: { said } } },
  });
  const edges = ["start > ask", "ask.approved > send"];
  try {
    const first = await startWorkerProcess(started);
    const document = draw({ steps: asking("by version 1"), edges });
    const { flowId, versionId } = await deploy(pool, document);
    const before = await startEngine(started);
    const { runId } = await before.engine.accept({ registration: await before.registration(flowId), trigger: { body: {} }, originKey: null });
    await before.stop();
    const status = async () => (await pool.query<{ status: string; version_id: string }>("select status, version_id from run where id = $1", [runId])).rows[0];
    await until(async () => (await status())?.status === "waiting");

    first.signal("SIGKILL");
    await first.ended;
    const next = { ...draw({ steps: asking("by version 2"), edges }), flow: document.flow };
    expect((await deploy(pool, next)).versionId).not.toBe(versionId);
    const second = await startWorkerProcess(started);
    process.kill(postgres.pid ?? 0, "SIGKILL");
    await postgres.exited;
    postgres = await until(() => boot().catch(() => null), { of: "PostgreSQL after a kill" });

    expect(await until(() => status().catch(() => null))).toEqual({ status: "waiting", version_id: versionId });
    const after = await startEngine(started);
    await after.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: null, delayMs: 0 });
    await until(async () => (await status())?.status === "succeeded");
    expect(target.calls.map((call) => call.body)).toEqual([{ said: "by version 1" }]);
    expect((await stepsOf(pool, runId)).map((step) => [step.step_id, step.status])).toEqual([
      ["start", "succeeded"],
      ["ask", "succeeded"],
      ["send", "succeeded"],
    ]);
    await after.stop();
    second.signal("SIGKILL");
    await second.ended;
  } finally {
    await target.stop();
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
