import { describe, expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { startWorkerProcess } from "../testing/worker-process.ts";
import { deploy, draw, OPERATOR, runIn, runRow, startEngine, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile({ limits: { watchdogMs: 1_000, heartbeatMs: 200, deadMs: 1_200 } });

const send = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/orders", body: { $: "trigger.body" } } };
const ask = { type: "approve", config: { title: "Go on?", assignees: { roles: ["approver"] } } };
const ordered = (steps: Parameters<typeof draw>[0]) => draw({ ...steps, flow: { order: { $: "trigger.body.key" } } });

async function accepting(document: FlowDocument) {
  const { flowId } = await deploy(rig.pool, document);
  const registration = await rig.registration(flowId);
  return async (body: { [key: string]: string | number }) => (await rig.engine.accept({ registration, trigger: { body }, originKey: null })).runId;
}

/** How many runs were at the target at once, by their key. One whose worker was held up longer than its lease calls twice, and is still one. */
function slowTarget() {
  const now = new Set<{ key: string; n: number }>();
  const most = new Map<string, number>();
  target.answer((call, response) => {
    const { key = "", n } = call.body as { key?: string; n: number };
    const arrived = { key, n };
    now.add(arrived);
    for (const each of ["all", key]) {
      const there = [...now].filter((other) => each === "all" || other.key === each);
      most.set(each, Math.max(most.get(each) ?? 0, new Set(there.map((other) => other.n)).size));
    }
    setTimeout(() => {
      now.delete(arrived);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    }, 15);
  });
  return most;
}

describe("runs with the same order key", () => {
  test("go one at a time in the order of their arrival, over several workers", async () => {
    const others = await Promise.all([1, 2].map(() => startWorkerProcess({ url: database.url, installation: database.installationKey, target: target.url })));
    const most = slowTarget();
    const accept = await accepting(ordered({ steps: { send }, edges: ["start > send"] }));
    const ids: string[] = [];
    for (let n = 0; n < 60; n += 1) ids.push(await accept({ key: `k${n % 4}`, n }));
    for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
    for (const key of ["k0", "k1", "k2", "k3"]) {
      const seen = target.calls.map((call) => call.body as { key: string; n: number }).filter((body) => body.key === key);
      expect(seen.map((body) => body.n)).toEqual([...seen.map((body) => body.n)].sort((a, b) => a - b));
      expect(most.get(key)).toBe(1);
    }
    // different keys do not wait for each other
    expect(most.get("all")).toBeGreaterThan(1);
    for (const other of others) {
      await other.stop();
      await other.ended;
    }
  });

  test("keep their place while one waits for a person, and say what they wait for", async () => {
    const accept = await accepting(ordered({ steps: { ask, send }, edges: ["start > ask", "ask.approved > send"] }));
    const first = await accept({ key: "a" });
    await runIn(rig.pool, { id: first, status: "waiting" });
    const second = await accept({ key: "a" });
    const third = await accept({ key: "a" });
    const free = await accept({ key: "b" });
    await runIn(rig.pool, { id: free, status: "waiting" });
    await until(async () => (await runRow(rig.pool, second)).waiting_for?.kind === "order" && (await runRow(rig.pool, third)).waiting_for?.kind === "order");
    expect((await runRow(rig.pool, second)).status).toBe("queued");
    await rig.engine.resume({ runId: first, stepId: "ask", visit: 1, port: "approved", output: {}, delayMs: 0 });
    await runIn(rig.pool, { id: second, status: "waiting" });
    expect((await runRow(rig.pool, third)).status).toBe("queued");
    await rig.engine.cancel({ actor: OPERATOR, runId: second, reason: "not needed" });
    await runIn(rig.pool, { id: third, status: "waiting" });
  });

  test("let go of one that failed, and of one that is cancelled while it waits for its turn", async () => {
    target.answer((_, response) => response.writeHead(422).end());
    const accept = await accepting(ordered({ steps: { ask, send }, edges: ["start > ask", "ask.approved > send"] }));
    const first = await accept({ key: "a" });
    await runIn(rig.pool, { id: first, status: "waiting" });
    const second = await accept({ key: "a" });
    const third = await accept({ key: "a" });
    await until(async () => (await runRow(rig.pool, second)).waiting_for?.kind === "order");
    await rig.engine.cancel({ actor: OPERATOR, runId: second, reason: "not needed" });
    await runIn(rig.pool, { id: second, status: "cancelled" });
    expect((await runRow(rig.pool, third)).status).toBe("queued");
    await rig.engine.resume({ runId: first, stepId: "ask", visit: 1, port: "approved", output: {}, delayMs: 0 });
    await runIn(rig.pool, { id: first, status: "failed" });
    await runIn(rig.pool, { id: third, status: "waiting" });
  });

  test("an arrival whose key is missing is refused, and nothing is accepted", async () => {
    const accept = await accepting(ordered({ steps: { send }, edges: ["start > send"] }));
    await expect(accept({})).rejects.toThrow("trigger.body.key");
  });

  test("a turn that was lost is found again", async () => {
    const accept = await accepting(ordered({ steps: { ask }, edges: ["start > ask"] }));
    const first = await accept({ key: "a" });
    await runIn(rig.pool, { id: first, status: "waiting" });
    const second = await accept({ key: "a" });
    await until(async () => (await runRow(rig.pool, second)).waiting_for?.kind === "order");
    // as if the statement that hands over had never been there
    await database.pool.query("update run set status = 'cancelled', finished_at = now() where id = $1", [first]);
    await runIn(rig.pool, { id: second, status: "waiting" });
  });
});

describe("a flow with a limited concurrency", () => {
  test("never advances more runs at once than it says, over several workers", async () => {
    const other = await startEngine({ url: database.url, installation: database.installationKey, target: target.url });
    try {
      await other.startWorker();
      const most = slowTarget();
      const accept = await accepting(draw({ steps: { send }, edges: ["start > send"], flow: { concurrency: 3 } }));
      const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => accept({ n })));
      for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
      expect(most.get("all")).toBeLessThanOrEqual(3);
      expect(most.get("all")).toBeGreaterThan(1);
    } finally {
      await other.stop();
    }
  });

  test("does not count those who wait for people", async () => {
    const accept = await accepting(draw({ steps: { ask }, edges: ["start > ask"], flow: { concurrency: 1 } }));
    const ids = [await accept({ n: 1 }), await accept({ n: 2 }), await accept({ n: 3 })];
    for (const id of ids) await runIn(rig.pool, { id, status: "waiting" });
  });

  test("goes on when the worker of the only run under way dies", async () => {
    const document = draw({ steps: { send }, edges: ["start > send"], flow: { concurrency: 1 } });
    const accept = await accepting(document);
    target.answer(() => undefined);
    const first = await accept({ n: 1 });
    await until(() => target.calls.length === 1);
    const second = await accept({ n: 2 });
    await until(async () => (await runRow(rig.pool, second)).waiting_for?.kind === "limit");
    // what a worker's death leaves behind: a lease that nobody holds
    target.answer(null);
    await database.pool.query("update run set lease_owner = gen_random_uuid() where id = $1", [first]);
    await runIn(rig.pool, { id: first, status: "succeeded" });
    await runIn(rig.pool, { id: second, status: "succeeded" });
  });
});

describe("priority", () => {
  test("a real-time run does not wait behind the batch runs that came before it", async () => {
    const batch = draw({ steps: { send }, edges: ["start > send"], flow: { latency: "batch", concurrency: 2 } });
    // the batch is held up at the other system until the urgent run is through
    const held: (() => void)[] = [];
    target.answer((call, response) => {
      const answer = () => response.writeHead(200, { "content-type": "application/json" }).end("{}");
      if ((call.body as { key: string }).key === "batch") held.push(answer);
      else answer();
    });
    const accept = await accepting(batch);
    const many = await Promise.all(Array.from({ length: 60 }, (_, n) => accept({ n, key: "batch" })));
    await until(() => held.length === 2);
    const urgent = await accepting(draw({ steps: { send }, edges: ["start > send"], flow: { latency: "real-time" } }));
    const id = await urgent({ n: 999, key: "urgent" });
    await runIn(rig.pool, { id, status: "succeeded" });
    expect(held).toHaveLength(2);
    target.answer(null);
    for (const answer of held) answer();
    for (const each of many) await runIn(rig.pool, { id: each, status: "succeeded" });
  });
});
