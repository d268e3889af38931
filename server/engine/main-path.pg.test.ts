import { describe, expect, test } from "vitest";
import { draw, runIn, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { target, rig } = await engineOfFile();

const call = (body: { $: string }) => ({ type: "http", config: { connection: "target", method: "POST", url: "/orders", body } });

describe("a run advances through its graph", () => {
  test("map, branch and one call: the branch not taken is out of reach, the call carries the effect's key", async () => {
    const runId = await rig.started(
      draw({
        steps: {
          fields: { type: "map", config: { fields: [{ name: "total", value: { $: "trigger.body.net * 2" } }] } },
          size: { type: "branch", config: { cases: [{ port: "big", when: { $: "steps.fields.total > 100" } }], else: "small" } },
          send: call({ $: "steps.fields" }),
          never: call({ $: "{}" }),
        },
        edges: ["start > fields", "fields > size", "size.big > send", "size.small > never"],
        flow: { businessKey: { $: "'SO-' & trigger.body.net" } },
      }),
      { net: 60 },
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(1);
    expect(target.calls[0]).toMatchObject({ body: { total: 120 }, path: "/orders" });
    expect(target.calls[0]?.key).toContain("send");
    const steps = await stepsOf(rig.pool, runId);
    expect(steps.map((step) => [step.step_id, step.status, step.port])).toEqual([
      ["start", "succeeded", "out"],
      ["fields", "succeeded", "out"],
      ["size", "succeeded", "big"],
      ["send", "succeeded", "out"],
    ]);
    const { rows } = await rig.pool.query("select business_key from run where id = $1", [runId]);
    expect(rows).toEqual([{ business_key: "SO-60" }]);
  });

  test("parallel branches send side by side and a join waits for both", async () => {
    const held: (() => void)[] = [];
    target.answer((_, response) => {
      // nobody is answered before both have asked
      held.push(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
      if (held.length === 2) for (const release of held) release();
    });
    const runId = await rig.started(
      draw({
        steps: {
          left: call({ $: "{'side':'left'}" }),
          right: call({ $: "{'side':'right'}" }),
          both: { type: "map", config: { fields: [{ name: "done", value: true }] } },
        },
        edges: ["start > left", "start > right", "left > both", "right > both"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, runId)).filter((step) => step.step_id === "both")).toHaveLength(1);
  });

  test("work that is sent back raises the visit, and the earlier visit stays as history", async () => {
    const runId = await rig.started(
      draw({
        steps: {
          make: { type: "map", config: { fields: [{ name: "round", value: { $: "$exists(steps.make) ? steps.make.round + 1 : 1" } }] } },
          check: { type: "branch", config: { cases: [{ port: "again", when: { $: "steps.make.round < 3" } }], else: "good" } },
          end: { type: "map", config: { fields: [{ name: "rounds", value: { $: "steps.make.round" } }] } },
        },
        edges: ["start > make", "make > check", "check.again ~> make", "check.good > end"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const steps = await stepsOf(rig.pool, runId);
    expect(steps.filter((step) => step.step_id === "make").map((step) => step.visit)).toEqual([1, 2, 3]);
    expect(steps.at(-1)).toMatchObject({ step_id: "end", output: { rounds: 3 } });
  });

  test("a loop that never ends is a business error that names the step", async () => {
    const runId = await rig.started(
      draw({
        steps: {
          make: { type: "map", config: { fields: [] } },
          check: { type: "branch", config: { cases: [{ port: "again", when: { $: "true" } }], else: "good" } },
        },
        edges: ["start > make", "make > check", "check.again ~> make"],
      }),
    );
    const run = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(run.failure).toMatchObject({ code: "run.rework_limit", class: "business" });
  });

  test("a failure goes to the error port where one is wired, and ends the run where none is", async () => {
    target.answer((_, response) => response.writeHead(422, { "content-type": "application/json" }).end('{"why":"no"}'));
    const wired = await rig.started(
      draw({
        steps: { send: call({ $: "{}" }), after: { type: "map", config: { fields: [{ name: "code", value: { $: "steps.send.code" } }] } } },
        edges: ["start > send", "send.error > after"],
      }),
    );
    await runIn(rig.pool, { id: wired, status: "succeeded" });
    expect((await stepsOf(rig.pool, wired)).at(-1)).toMatchObject({ step_id: "after", output: { code: "http.unexpected_status" } });
    const bare = await rig.started(draw({ steps: { send: call({ $: "{}" }) }, edges: ["start > send"] }));
    const run = await runIn(rig.pool, { id: bare, status: "failed" });
    expect(run.failure).toMatchObject({ code: "http.unexpected_status", class: "business" });
  });

  test("trouble that passes is tried again with the same key, and every attempt is kept", async () => {
    let answers = 0;
    target.answer((_, response) => {
      answers += 1;
      response.writeHead(answers < 3 ? 503 : 200, { "content-type": "application/json" }).end("{}");
    });
    const runId = await rig.started(
      draw({
        steps: { send: { ...call({ $: "{}" }), delivery: "exactly-once", retry: { attempts: 3, firstDelay: "PT0.1S" } } },
        edges: ["start > send"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(new Set(target.calls.map((each) => each.key)).size).toBe(1);
    const send = (await stepsOf(rig.pool, runId)).find((step) => step.step_id === "send");
    expect(send?.attempts).toHaveLength(3);
  });

  test("a retry that is far away lets the run go and comes back at its time", async () => {
    let answers = 0;
    target.answer((_, response) => {
      answers += 1;
      response.writeHead(answers < 2 ? 503 : 200, { "content-type": "application/json", "retry-after": "3" }).end("{}");
    });
    const runId = await rig.started(draw({ steps: { send: { ...call({ $: "{}" }), retry: { attempts: 2, firstDelay: "PT0.1S" } } }, edges: ["start > send"] }));
    const waiting = await runIn(rig.pool, { id: runId, status: "waiting" });
    expect(waiting.waiting_for).toMatchObject({ kind: "retry", step: "send" });
    const { rows } = await rig.pool.query("select lease_owner from run where id = $1", [runId]);
    expect(rows[0]).toEqual({ lease_owner: null });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(2);
  });

  test("a timer holds the run without a job under way and fires at its time", async () => {
    const runId = await rig.started(
      draw({ steps: { pause: { type: "wait", config: { for: "PT1.5S" } }, send: call({ $: "{}" }) }, edges: ["start > pause", "pause > send"] }),
    );
    const waiting = await runIn(rig.pool, { id: runId, status: "waiting" });
    expect(waiting.waiting_for).toMatchObject({ kind: "timer", step: "pause" });
    expect(target.calls).toHaveLength(0);
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(1);
  });

  test("a run's end is announced, and whoever waits for it gets its result", async () => {
    const runId = await rig.started(draw({ steps: { send: call({ $: "{}" }) }, edges: ["start > send"] }));
    const result = await rig.engine.waitFor({ runId, milliseconds: 10_000 });
    expect(result).toMatchObject({ status: "succeeded", failure: null });
    await until(() => rig.announced.some((message) => message.kind === "run" && message.id === runId && message.status === "succeeded"));
  });
});
