import { afterEach, describe, expect, test } from "vitest";
import { deploy, draw, runIn, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { startWebProcess, startWorkerProcess } from "../testing/worker-process.ts";
import type { CrashPoint } from "./crash-points.ts";

const { database, target, rig } = await engineOfFile({ worker: false });
let alive: { signal: (name: NodeJS.Signals) => void; ended: Promise<string> }[] = [];

afterEach(async () => {
  for (const process of alive) process.signal("SIGKILL");
  await Promise.all(alive.map((process) => process.ended));
  alive = [];
  await database.pool.query("delete from worker");
});

const started = (crashAt?: CrashPoint) => ({ url: database.url, installation: database.installationKey, target: target.url, ...(crashAt ? { crashAt } : {}) });

async function worker(crashAt?: CrashPoint) {
  const process = await startWorkerProcess(started(crashAt));
  alive.push(process);
  return process;
}

async function web(crashAt?: CrashPoint) {
  const process = await startWebProcess(started(crashAt));
  alive.push(process);
  return process;
}

const post = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/order", body: { $: "trigger.body" } } };
const ask = { type: "approve", config: { title: "Go?", assignees: { roles: ["approver"] }, dueIn: "PT1H" } };

describe("a web process that dies while it accepts", () => {
  const flow = async () => {
    const { flowId } = await deploy(database.pool, draw({ steps: { send: post }, edges: ["start > send"] }));
    const { token } = await rig.registration(flowId);
    const runs = async () => (await database.pool.query<{ id: string }>("select id from run where flow_id = $1", [flowId])).rows.map((row) => row.id);
    const deliver = (base: string) =>
      fetch(`${base}/hooks/production/${token}`, {
        method: "POST",
        headers: { "content-type": "application/json", "webhook-id": "d-1" },
        body: JSON.stringify({ flowId }),
      });
    const calls = () => target.calls.filter((call) => JSON.stringify(call.body).includes(flowId));
    return { runs, deliver, calls };
  };

  test("accept.before: nobody was told, nothing is there, and sending again starts the one run", async () => {
    const { runs, deliver } = await flow();
    const first = await web("accept.before");
    await expect(deliver(first.base)).rejects.toThrow();
    expect(await first.ended).toBe("SIGKILL");
    expect(await runs()).toEqual([]);
    expect((await deliver((await web()).base)).status).toBe(202);
    const [runId, ...others] = await runs();
    expect(others).toEqual([]);
    await worker();
    await runIn(rig.pool, { id: runId ?? "", status: "succeeded" });
  });

  test("accept.done: nobody was told, the run is there, and sending again finds it", async () => {
    const { runs, deliver, calls } = await flow();
    const first = await web("accept.done");
    await expect(deliver(first.base)).rejects.toThrow();
    expect(await first.ended).toBe("SIGKILL");
    const [runId] = await runs();
    const again = await deliver((await web()).base);
    expect([again.status, await again.json()]).toEqual([200, { runId, duplicate: true }]);
    await worker();
    await runIn(rig.pool, { id: runId ?? "", status: "succeeded" });
    expect(calls()).toHaveLength(1);
  });
});

describe("a worker that dies inside the transaction of a checkpoint", () => {
  test.each(["checkpoint.locked", "checkpoint.written", "checkpoint.uncommitted"] as const)(
    "%s: the question is asked once, and its answer moves the run on",
    async (at) => {
      const first = await worker(at);
      const runId = await rig.started(draw({ steps: { send: post, ask, after: post }, edges: ["start > send", "send > ask", "ask.approved > after"] }));
      expect(await first.ended).toBe("SIGKILL");
      const open = async () => (await database.pool.query("select 1 from approval where run_id = $1", [runId])).rowCount;
      // what was not committed is not there
      expect(await open()).toBe(0);
      await worker();
      await runIn(rig.pool, { id: runId, status: "waiting" });
      expect(await open()).toBe(1);
      await rig.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: null, delayMs: 0 });
      await runIn(rig.pool, { id: runId, status: "succeeded" });
      expect(new Set(target.calls.map((call) => call.key)).size).toBe(2);
    },
  );

  test("resume.locked: the decision is still there, and is taken once", async () => {
    const runId = await rig.started(draw({ steps: { ask, send: post }, edges: ["start > ask", "ask.approved > send"] }));
    const first = await worker("resume.locked");
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await rig.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: null, delayMs: 0 });
    expect(await first.ended).toBe("SIGKILL");
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(1);
  });
});

describe("a worker that dies while it publishes an event", () => {
  test.each([
    { at: "event.inserted" as const, before: 0 },
    { at: "event.published" as const, before: 1 },
  ])("$at: the event is there once, and so is its subscriber's run", async ({ at, before }) => {
    const topic = `order.${at}`;
    const subscriber = draw({ steps: { start: { type: "trigger.event", config: { topic } }, send: post }, edges: ["start > send"] });
    const { flowId } = await deploy(database.pool, subscriber);
    const first = await worker(at);
    const runId = await rig.started(
      draw({ steps: { tell: { type: "event.publish", config: { topic, payload: { $: "trigger.body" } } } }, edges: ["start > tell"] }),
    );
    expect(await first.ended).toBe("SIGKILL");
    const events = async () => (await database.pool.query("select 1 from event where topic = $1", [topic])).rowCount;
    expect(await events()).toBe(before);
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(await events()).toBe(1);
    const ended = async () =>
      (await database.pool.query<{ status: string }>("select status from run where flow_id = $1", [flowId])).rows.map((row) => row.status);
    await until(async () => (await ended()).every((status) => status === "succeeded"));
    expect(await ended()).toEqual(["succeeded"]);
    expect(target.calls).toHaveLength(1);
  });
});

describe("a worker that dies while it takes a long for each through", () => {
  const body = { steps: [{ id: "send", ...post, config: { ...post.config, body: { $: "{ 'id': item.id, 'flow': run.id }" } } }], edges: [] };
  const lines = { type: "each", config: { source: { connection: "crm", model: "res.partner", fields: ["name"], page: 40 }, body } };
  type Search = { domain: [string, string, number][]; order: string; limit: number };

  test("chunk.begun: the part is taken for what it was begun with, the next page follows it, and nothing is read or sent twice", async () => {
    const table = new Map(Array.from({ length: 100 }, (_, index) => [index + 1, { id: index + 1 }]));
    target.answer((call, response) => {
      const reply = (body: object) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
      if (call.path !== "/search") return reply({});
      const { domain, order, limit } = call.body as Search;
      const fits = ({ id }: { id: number }) => domain.every(([, operator, value]) => (operator === "<=" ? id <= value : id > value));
      const sign = order.endsWith("desc") ? -1 : 1;
      return reply({
        records: [...table.values()]
          .filter(fits)
          .sort((a, b) => (a.id - b.id) * sign)
          .slice(0, limit),
      });
    });
    const sent = () => target.calls.filter((call) => call.path === "/order").map((call) => (call.body as { id: number }).id);
    const first = await worker("chunk.begun");
    const runId = await rig.started(draw({ steps: { lines }, edges: ["start > lines"] }));
    expect(await first.ended).toBe("SIGKILL");
    const partsOf = async () => (await database.pool.query("select id from run where parent_run = $1", [runId])).rowCount;
    expect([await partsOf(), sent()]).toEqual([1, []]);
    // its page would hold other records by now
    for (const gone of [1, 2, 3]) table.delete(gone);
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await partsOf()).toBe(3);
  });

  test("effect.sent, in a part: it goes on where it was, and the keys are the same", async () => {
    const first = await worker("effect.sent");
    const list = { type: "each", config: { items: { $: "[1..6].{ 'id': $ }" }, itemKey: { $: "item.id" }, childRunsFrom: 1, body } };
    const runId = await rig.started(draw({ steps: { list }, edges: ["start > list"] }));
    expect(await first.ended).toBe("SIGKILL");
    expect(target.calls).toHaveLength(1);
    await worker();
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(7);
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(6);
  });
});
