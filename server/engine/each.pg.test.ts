/** For each: every item has its own steps, retries, failures and effect keys, and a frame is done when its items are. */
import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { deploy, draw, drawBody, OPERATOR, runIn, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { target, rig } = await engineOfFile();

const send = (q: { body?: string; retry?: { attempts: number; firstDelay: string } } = {}) => ({
  type: "http",
  delivery: "exactly-once" as const,
  ...(q.retry ? { retry: q.retry } : {}),
  config: { connection: "target", method: "POST", url: "/order", body: { $: q.body ?? "{ 'id': item.id, 'at': index, 'order': trigger.body.order }" } },
});

type Framed = { items?: string; itemKey?: string | null; concurrency?: number; onFailure?: string; body?: { steps: Json; edges: Json } };

function each(q: Framed = {}) {
  return {
    type: "each",
    config: {
      items: { $: q.items ?? "trigger.body.lines" },
      ...(q.itemKey === null ? {} : { itemKey: { $: q.itemKey ?? "item.id" } }),
      concurrency: q.concurrency ?? 1,
      onFailure: q.onFailure ?? "stop",
      body: q.body ?? drawBody({ steps: { send: send() }, edges: [] }),
    },
  };
}

const after = { type: "map", config: { fields: [{ name: "count", value: { $: "steps.lines.succeeded" } }] } };
const framed = (q: Framed = {}) => draw({ steps: { lines: each(q), after }, edges: ["start > lines", "lines > after"] });
const order = (...ids: string[]) => ({ order: "SO-7", lines: ids.map((id) => ({ id })) });
const sent = () => target.calls.map((call) => (call.body as { id: string }).id);
const ofStep = async (runId: string, id: string) => (await stepsOf(rig.pool, runId)).filter((step) => step.step_id === id);

describe("items", () => {
  test("go one after the other in the order of the list, each under a key of its own, and are counted", async () => {
    const runId = await rig.started(framed(), order("a", "b/c", "ü"));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls.map((call) => call.body)).toEqual([
      { id: "a", at: 0, order: "SO-7" },
      { id: "b/c", at: 1, order: "SO-7" },
      { id: "ü", at: 2, order: "SO-7" },
    ]);
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(3);
    expect((await ofStep(rig.pool ? runId : "", "send")).map((step) => [decodeURIComponent(step.item), step.status])).toEqual([
      ["a", "succeeded"],
      ["b/c", "succeeded"],
      ["ü", "succeeded"],
    ]);
    const [frame] = await ofStep(runId, "lines");
    expect(frame).toMatchObject({ status: "succeeded", port: "out", item: "", output: { succeeded: 3, failed: 0, skipped: 0 } });
    expect(frame?.output).toMatchObject({ results: [{ key: "a", status: "succeeded", output: { status: 200 } }, { key: "b/c" }, { key: "ü" }] });
    expect((await ofStep(runId, "after"))[0]?.output).toEqual({ count: 3 });
  });

  test("go as many at once as the frame says, and never more", async () => {
    const held: (() => void)[] = [];
    let most = 0;
    let open = 0;
    target.answer((_, response) => {
      open += 1;
      most = Math.max(most, open);
      held.push(() => {
        open -= 1;
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      });
    });
    const runId = await rig.started(framed({ concurrency: 3 }), order("1", "2", "3", "4", "5", "6", "7"));
    for (let done = 0; done < 7; done += 1) {
      await until(() => held.length > done, { of: `call ${done + 1}` });
      if (done === 0) await until(() => held.length === 3, { of: "three calls side by side" });
      held[done]?.();
    }
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(most).toBe(3);
    expect(sent().toSorted()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  });

  test("none at all is done at once; a single value is a list of one; thousands of pure ones go through", async () => {
    const pure = drawBody({ steps: { twice: { type: "map", config: { fields: [{ name: "n", value: { $: "item * 2" } }] } } }, edges: [] });
    const outcome = async (items: string) => {
      const runId = await rig.started(framed({ items, itemKey: null, body: pure }));
      await runIn(rig.pool, { id: runId, status: "succeeded" });
      return (await ofStep(runId, "lines"))[0]?.output;
    };
    expect(await outcome("[]")).toEqual({ succeeded: 0, failed: 0, skipped: 0, results: [] });
    expect(await outcome("21")).toMatchObject({ succeeded: 1, results: [{ key: "0", output: { n: 42 } }] });
    const many = (await outcome("[1..2500]")) as { succeeded: number; results: Json[] };
    expect([many.succeeded, many.results.length]).toEqual([2500, 1000]);
  });

  test("see what is around them: branches inside lead to one end per item, and frames stand in frames", async () => {
    const inner = each({
      items: "item.parts",
      itemKey: "item",
      body: drawBody({ steps: { part: send({ body: "{ 'id': steps.name.label & item }" }) }, edges: [] }),
    });
    const body = drawBody({
      steps: {
        name: { type: "map", config: { fields: [{ name: "label", value: { $: "trigger.body.order & '.' & item.id & '.'" } }] } },
        kind: { type: "branch", config: { cases: [{ port: "parts", when: { $: "$exists(item.parts)" } }], else: "none" } },
        parts: inner,
        plain: { type: "map", config: { fields: [{ name: "plain", value: true }] } },
      },
      edges: ["name > kind", "kind.parts > parts", "kind.none > plain"],
    });
    const runId = await rig.started(framed({ body }), { order: "SO", lines: [{ id: "x", parts: ["1", "2"] }, { id: "y" }, { id: "z", parts: ["1"] }] });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent()).toEqual(["SO.x.1", "SO.x.2", "SO.z.1"]);
    expect(new Set(target.calls.map((call) => call.key)).size).toBe(3);
    expect((await ofStep(runId, "part")).map((step) => step.item)).toEqual(["x/1", "x/2", "z/1"]);
    expect((await ofStep(runId, "lines"))[0]?.output).toMatchObject({
      results: [{ output: { succeeded: 2 } }, { output: { plain: true } }, { output: { succeeded: 1 } }],
    });
  });

  test("wait for themselves: a pause in one item is a timer of the run, and the list is the same when it goes on", async () => {
    const body = drawBody({
      steps: { pause: { type: "wait", config: { for: "PT0.2S" } }, send: send({ body: "{ 'id': item.id, 'at': $now() }" }) },
      edges: ["pause > send"],
    });
    const runId = await rig.started(framed({ items: "trigger.body.lines.{ 'id': id & '@' & $now() }", concurrency: 2, body }), order("a", "b", "c"));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent()).toHaveLength(3);
    // one instant for the whole list, however often the run was taken up again
    expect(new Set(sent().map((id) => id.split("@")[1])).size).toBe(1);
    expect((await ofStep(runId, "lines"))[0]?.output).toMatchObject({ succeeded: 3 });
  });
});

test("two frames side by side over items with the same keys keep them apart: failures, visits and what is seen", async () => {
  target.answer((call, response) => {
    response.writeHead(call.path === "/left" ? 422 : 200, { "content-type": "application/json" }).end("{}");
  });
  const lines = (id: string) => {
    const sees = { type: "map", config: { fields: [{ name: "sees", value: { $: "$sort($keys(steps))" } }] } };
    const body = drawBody({ steps: { [`${id}_sees`]: sees, [id]: { ...send(), config: { ...send().config, url: `/${id}` } } }, edges: [`${id}_sees > ${id}`] });
    return each({ body, concurrency: 2, onFailure: "continue" });
  };
  const runId = await rig.started(
    draw({ steps: { lefts: lines("left"), rights: lines("right") }, edges: ["start > lefts", "start > rights"] }),
    order("a", "b"),
  );
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const steps = await stepsOf(rig.pool, runId);
  expect(new Set(steps.map((step) => step.visit))).toEqual(new Set([1]));
  expect((await ofStep(runId, "lefts"))[0]?.output).toMatchObject({ succeeded: 0, failed: 2 });
  expect((await ofStep(runId, "rights"))[0]?.output).toMatchObject({ succeeded: 2, failed: 0 });
  for (const side of ["left", "right"])
    expect((await ofStep(runId, `${side}_sees`)).map((step) => step.output)).toEqual([{ sees: ["start"] }, { sees: ["start"] }]);
});

describe("an item that fails", () => {
  const failing = (ids: string[]) =>
    target.answer((call, response) => {
      const bad = ids.includes((call.body as { id: string }).id);
      response.writeHead(bad ? 422 : 200, { "content-type": "application/json" }).end("{}");
    });

  test("ends the frame where the policy says stop: what had not begun is counted as skipped, and the run says which item", async () => {
    failing(["b"]);
    const runId = await rig.started(framed(), order("a", "b", "c"));
    const run = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(run.failure?.message).toMatch(/item b: .* 1 item was not begun\./);
    expect(sent()).toEqual(["a", "b"]);
    expect((await ofStep(runId, "lines"))[0]).toMatchObject({ status: "failed", failure: { detail: { item: "b", step: "send", skipped: 1 } } });
  });

  test("leaves the others alone where it says continue, and is counted with its reason", async () => {
    failing(["b"]);
    const runId = await rig.started(framed({ onFailure: "continue", concurrency: 2 }), order("a", "b", "c"));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent().toSorted()).toEqual(["a", "b", "c"]);
    const output = (await ofStep(runId, "lines"))[0]?.output as { results: { key: string; status: string; failure?: { code: string } }[] };
    expect(output).toMatchObject({ succeeded: 2, failed: 1, skipped: 0 });
    expect(output.results.find((result) => result.key === "b")).toMatchObject({ status: "failed", failure: { class: "business" } });
  });

  test("is tried again by itself, with attempts of its own", async () => {
    let left = 2;
    target.answer((call, response) => {
      const broken = (call.body as { id: string }).id === "b" && left > 0;
      if (broken) left -= 1;
      response.writeHead(broken ? 503 : 200, { "content-type": "application/json" }).end("{}");
    });
    const body = drawBody({ steps: { send: send({ retry: { attempts: 4, firstDelay: "PT0.05S" } }) }, edges: [] });
    const runId = await rig.started(framed({ body }), order("a", "b", "c"));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await ofStep(runId, "send")).map((step) => [step.item, step.attempts.length])).toEqual([
      ["a", 1],
      ["b", 3],
      ["c", 1],
    ]);
  });

  test("may be caught inside its item, and the frame's own error path catches the frame", async () => {
    failing(["b"]);
    const caught = drawBody({
      steps: { send: send(), note: { type: "map", config: { fields: [{ name: "why", value: { $: "steps.send.code" } }] } } },
      edges: ["send.error > note"],
    });
    const inside = await rig.started(framed({ body: caught }), order("a", "b"));
    await runIn(rig.pool, { id: inside, status: "succeeded" });
    expect((await ofStep(inside, "note")).map((step) => step.item)).toEqual(["b"]);
    const outside = await rig.started(
      draw({ steps: { lines: each(), after: { type: "map", config: { fields: [] } } }, edges: ["start > lines", "lines.error > after"] }),
      order("b"),
    );
    await runIn(rig.pool, { id: outside, status: "succeeded" });
    expect(await ofStep(outside, "after")).toHaveLength(1);
  });
});

describe("a list that cannot be worked on is a business error before anything is sent", () => {
  test.each<[string, Json, Framed]>([
    ["each.duplicate_key", order("a", "b", "a"), {}],
    ["each.no_items", { order: "SO-7" }, {}],
    ["expression.key_operand_missing", { order: "SO-7", lines: [{ id: "a" }, { name: "no id" }] }, {}],
  ])("%s", async (code, body, frame) => {
    const runId = await rig.started(framed(frame), body);
    const run = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(run.failure).toMatchObject({ class: "business", code });
    expect(target.calls).toEqual([]);
  });
});

describe("replays", () => {
  test("of the whole run find every item's effect, and send only what is new in the list", async () => {
    const document = framed();
    const { flowId } = await deploy(rig.pool, document);
    const registration = await rig.registration(flowId);
    const { runId } = await rig.engine.accept({ registration, trigger: { body: order("a", "b") }, originKey: "SO-7" });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(sent()).toEqual(["a", "b"]);
    const same = await rig.engine.replay({ actor: OPERATOR, runId });
    await runIn(rig.pool, { id: same.runId, status: "succeeded" });
    expect((await ofStep(same.runId, "send")).map((step) => step.how)).toEqual(["found", "found"]);
    const preview = await rig.engine.replayPreview({ runId, triggerBody: { ...order("x", "a", "b"), order: "SO-7" } });
    expect(preview.steps.filter((step) => step.step === "send").map((step) => step.will)).toEqual(["will be sent", "needs send again", "needs send again"]);
    expect(sent()).toEqual(["a", "b"]);
  });

  test("from a step inside go on at its frame, and send again only what failed", async () => {
    target.answer((call, response) => {
      const isFirst = target.calls.filter((each) => (each.body as { id: string }).id === "b").length === 1;
      response.writeHead((call.body as { id: string }).id === "b" && isFirst ? 422 : 200, { "content-type": "application/json" }).end("{}");
    });
    const runId = await rig.started(framed({ onFailure: "continue" }), order("a", "b", "c"));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const again = await rig.engine.replay({ actor: OPERATOR, runId, from: "send" });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect(sent()).toEqual(["a", "b", "c", "b"]);
    expect((await ofStep(again.runId, "send")).map((step) => step.how)).toEqual(["found", "executed", "found"]);
    expect((await ofStep(again.runId, "lines"))[0]?.output).toMatchObject({ succeeded: 3, failed: 0 });
  });
});

test("a dry run takes the same items through the same steps, and sends nothing", async () => {
  const document = framed({ onFailure: "continue" });
  const dry = await rig.simulate({ document, environment: "production", trigger: { body: order("a", "b") } });
  expect(dry.status).toBe("succeeded");
  expect(dry.effects.map((effect) => effect.step)).toEqual(["send", "send"]);
  expect(dry.steps.map((step) => [step.step, step.item])).toEqual([
    ["start", undefined],
    ["send", "a"],
    ["send", "b"],
    ["lines", undefined],
    ["after", undefined],
  ]);
  const broken = await rig.simulate({ document, environment: "production", trigger: { body: order("a", "a") } });
  expect(broken.failure?.code).toBe("each.duplicate_key");
  expect(target.calls).toEqual([]);
});
