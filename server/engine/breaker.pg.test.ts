import { describe, expect, test } from "vitest";
import { deploy, draw, runIn, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { startEngine } from "../testing/engine.ts";

const limits = { breakerPauseMs: 300, breakerLongestPauseMs: 600, governMs: 100, rampFrom: 3, rampTo: 12, breakerStreak: 6 };
const { database, target, rig } = await engineOfFile({ limits });

const send = {
  type: "http",
  delivery: "exactly-once" as const,
  // an attempt more than the breaker needs would fail these runs if parking used any up
  retry: { attempts: 2, firstDelay: "PT0.05S" },
  config: { connection: "target", method: "POST", url: "/orders", body: { $: "trigger.body" } },
};
const flow = () => draw({ steps: { send }, edges: ["start > send"] });

async function accepted(count: number): Promise<string[]> {
  const { flowId } = await deploy(rig.pool, flow());
  const registration = await rig.registration(flowId);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await rig.engine.accept({ registration, trigger: { body: { n } }, originKey: null })).runId);
  return ids;
}

const down = () => target.answer((_, response) => response.writeHead(503).end());
const state = async () => (await database.pool.query<{ state: string }>("select state from breaker where connection = 'target'")).rows[0]?.state ?? "closed";
const statuses = async (ids: string[]) => {
  const { rows } = await database.pool.query<{ id: string; status: string }>("select id, status from run where id = any ($1) order by id", [ids]);
  return rows.map((row) => row.status);
};

describe("a connection that does not answer", () => {
  test("makes the runs that reach it park without using an attempt, and lets all of them go on when it is back", async () => {
    down();
    const early = await accepted(6);
    await until(async () => (await state()) !== "closed", { of: "the breaker to open" });
    const late = await accepted(20);
    await until(async () => (await statuses(late)).every((status) => status === "parked"), { of: "every later run to park" });
    const [row] = (await database.pool.query("select waiting_for from run where id = $1", [late[9]])).rows;
    expect(row.waiting_for).toMatchObject({ kind: "breaker", step: "send" });
    expect(row.waiting_for.text).toContain("503");
    expect((await stepsOf(rig.pool, late[9] ?? "")).find((step) => step.step_id === "send")?.attempts).toEqual([]);
    // several probes go by without wearing out those who are sent
    const probes = target.calls.length;
    await until(() => target.calls.length >= probes + 3, { of: "three probes" });
    expect((await statuses(late)).filter((status) => status === "failed")).toEqual([]);
    target.answer(null);
    for (const id of late) await runIn(rig.pool, { id, status: "succeeded" });
    await until(async () => (await state()) === "closed", { of: "the breaker to close" });
    await until(async () => (await statuses(early)).every((status) => status === "failed" || status === "succeeded"), { of: "the earlier runs to end" });
    await until(async () => (await database.pool.query("select 1 from parking")).rowCount === 0, { of: "nobody to be parked" });
  });

  test("is asked by one run only, and then by those who waited in the order of their arrival, more of them every second", async () => {
    down();
    const early = await accepted(6);
    await until(async () => (await state()) !== "closed", { of: "the breaker to open" });
    const ids = [...early, ...(await accepted(30))];
    await until(async () => (await statuses(ids)).every((status) => status === "parked" || status === "failed"), { of: "all to park" });
    const parked = async () => (await database.pool.query<{ id: string }>("select run_id as id from parking order by run_id")).rows.map((row) => row.id);
    const arrived = await parked();
    expect(arrived.length).toBeGreaterThanOrEqual(30);
    target.answer(null);
    let late = "";
    let accepting: Promise<void> | null = null;
    let isLateParked = false;
    const groups = new Set<number>();
    await until(
      async () => {
        const left = await parked();
        const early = left.filter((id) => arrived.includes(id));
        // whoever is still there came after everybody who has gone on
        expect(early).toEqual(arrived.slice(arrived.length - early.length));
        groups.add(left.length);
        // who comes now does not overtake
        if (early.length < arrived.length)
          accepting ??= accepted(1).then(([id = ""]) => {
            late = id;
          });
        isLateParked ||= left.includes(late);
        if (isLateParked && !left.includes(late)) expect(early).toEqual([]);
        return left.length === 0;
      },
      { of: "all to go on" },
    );
    await accepting;
    for (const id of [...arrived, late]) await runIn(rig.pool, { id, status: "succeeded" });
    // the probe, and then more than one step
    expect(groups.size).toBeGreaterThan(3);
  });

  test("stays open when the probe fails, however many workers there are: one call per pause", async () => {
    const other = await startEngine({ url: database.url, installation: database.installationKey, target: target.url, limits });
    try {
      await other.startWorker();
      down();
      await accepted(8);
      await until(async () => (await state()) === "open", { of: "the breaker to open" });
      const ids = await accepted(20);
      await until(async () => (await statuses(ids)).every((status) => status === "parked"), { of: "all to park" });
      const before = (await database.pool.query<{ trips: number }>("select trips from breaker where connection = 'target'")).rows[0]?.trips ?? 0;
      target.calls.length = 0;
      const trips = async () => (await database.pool.query<{ trips: number }>("select trips from breaker where connection = 'target'")).rows[0]?.trips ?? 0;
      await until(async () => (await trips()) >= before + 3, { of: "three failed probes" });
      expect(target.calls.length).toBeLessThanOrEqual((await trips()) - before + 1);
      target.answer(null);
      for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
      expect(new Set(target.calls.slice(-20).map((call) => call.key)).size).toBe(20);
    } finally {
      await other.stop();
    }
  });

  test("whose refusals are about the data stays closed", async () => {
    await until(async () => (await state()) === "closed", { of: "the breaker to close" });
    target.answer((_, response) => response.writeHead(422).end());
    const ids = await accepted(20);
    for (const id of ids) await runIn(rig.pool, { id, status: "failed" });
    expect(await state()).toBe("closed");
  });

  test("lets a parked run be cancelled", async () => {
    down();
    await accepted(6);
    await until(async () => (await state()) !== "closed", { of: "the breaker to open" });
    const [id = ""] = await accepted(1);
    await runIn(rig.pool, { id, status: "parked" });
    await rig.engine.cancel({ actor: { kind: "person", id: "sam", name: "Sam", role: "operator" }, runId: id, reason: "not needed" });
    await runIn(rig.pool, { id, status: "cancelled" });
    // nobody is parked: the next one to come asks
    target.answer(null);
    const [next = ""] = await accepted(1);
    await runIn(rig.pool, { id: next, status: "succeeded" });
    await until(async () => (await state()) === "closed", { of: "the breaker to close" });
  });
});
