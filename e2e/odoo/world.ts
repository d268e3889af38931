/** What the five flows are proved in: an Odoo that is really there, a mailbox, other systems, an engine, and workers that can be killed. */
import { randomUUID } from "node:crypto";
import { expect, onTestFinished } from "vitest";
import type { Json } from "#flow/document.ts";
import type { CrashAt } from "#server/engine/crash-points.ts";
import { listTemplates } from "#server/flows/templates.ts";
import { createLog } from "#server/log.ts";
import { createPracticeMail } from "#server/practice/mail.ts";
import { testDatabase } from "#server/testing/database.ts";
import { deploy, OPERATOR, runIn, runRow, startEngine, until } from "#server/testing/engine.ts";
import { startTarget } from "#server/testing/target.ts";
import { QUICK, startWorkerProcess } from "#server/testing/worker-process.ts";
import { odooWorld } from "./odoo.ts";
import type { OdooAccess } from "./odoo.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld(access: OdooAccess) {
  const database = await testDatabase();
  const target = await startTarget();
  const mailbox = await createPracticeMail({ log: createLog("fatal") });
  const real = { odoo: access, mail: mailbox.port };
  const settings = { url: database.url, installation: database.installationKey, target: target.url, real };
  const rig = await startEngine({ ...settings, limits: QUICK });
  let worker: { drain: () => Promise<void> } | null = await rig.startWorker();

  /** The template as it is offered, deployed once. */
  const flows = new Map<string, string>();
  const flowOf = async (key: string): Promise<string> => {
    const known = flows.get(key);
    if (known !== undefined) return known;
    const template = listTemplates().find((each) => each.key === key);
    if (template === undefined) throw new Error(`There is no template ${key}.`);
    const { flowId } = await deploy(database.pool, template.document);
    flows.set(key, flowId);
    return flowId;
  };

  const arrive = async (key: string, trigger: { [key: string]: Json }, originKey: string = randomUUID()) =>
    rig.engine.accept({ registration: await rig.registration(await flowOf(key)), trigger, originKey });

  /** Whoever is asked agrees. */
  const decided = new Set<string>();
  const agree = async (runId: string) => {
    const { rows } = await database.pool.query<{ step_id: string; visit: number }>("select step_id, visit from approval where run_id = $1", [runId]);
    for (const { step_id: stepId, visit } of rows) {
      const question = `${runId}/${stepId}/${visit}`;
      if (decided.has(question)) continue;
      decided.add(question);
      await rig.engine.resume({ runId, stepId, visit, port: "approved", output: { outcome: "approved", by: "Priya Raman", reason: null }, delayMs: 0 });
    }
  };
  const ended = async (runId: string, status: "succeeded" | "failed" = "succeeded") => {
    const isOver = async () => {
      await agree(runId);
      return ["succeeded", "failed", "cancelled"].includes((await runRow(database.pool, runId)).status);
    };
    await until(isOver, { within: 120_000, of: `the end of run ${runId}` });
    return runIn(database.pool, { id: runId, status, within: 1_000 });
  };

  const unattended = async () => {
    await worker?.drain();
    worker = null;
  };
  /** Goes on with what is there, and dies where it is told. */
  const killed = async (runId: string, crashAt: CrashAt) => {
    const process = await startWorkerProcess({ ...settings, crashAt });
    onTestFinished(() => process.signal("SIGKILL"));
    let how: string | null = null;
    void process.ended.then((end) => {
      how = end;
    });
    const isDead = async () => {
      await agree(runId);
      return how;
    };
    expect(await until(isDead, { within: 120_000, of: `the death at ${crashAt}` })).toBe("SIGKILL");
  };
  const attended = async () => {
    worker ??= await rig.startWorker();
  };

  return {
    ...odooWorld(access),
    database,
    rig,
    target,
    mailbox,
    real,
    flowOf,
    arrive,
    ended,
    unattended,
    killed,
    attended,
    replay: (q: { runId: string; from?: string; asNewEvent?: boolean }) => rig.engine.replay({ actor: OPERATOR, ...q }),
    close: async () => {
      await rig.stop();
      await mailbox.stop();
      await target.stop();
      await database.drop();
    },
  };
}
