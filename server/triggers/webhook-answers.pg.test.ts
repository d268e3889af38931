/** What a caller hears that waits for the end of its run. */
import { expect, test } from "vitest";
import { hooksOfFile, send } from "../testing/hooks.ts";

const { rig, hook, hooked, door, runsOf } = await hooksOfFile();

test("200 with its output", async () => {
  const { url } = await hook({ respond: { whenFinished: "PT1M" } }, { fields: [{ name: "sum", value: { $: "trigger.body.a + 1" } }] });
  const { status, body } = await send(url, { body: '{"a":2}' });
  expect({ status, body }).toMatchObject({ status: 200, body: { status: "succeeded", output: { sum: 3 } } });
});

test("422 with the failure where the data was at fault, without inner details", async () => {
  const { url } = await hooked({
    steps: {
      start: { type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT1M" } } },
      stop: { type: "stop", config: { outcome: "failed", code: "order.blocked", reason: "The customer is blocked." } },
    },
    edges: ["start > stop"],
  });
  const { status, body } = await send(url);
  expect(status).toBe(422);
  expect(body.failure).toEqual({ class: "business", code: "order.blocked", message: "The customer is blocked." });
});

test("502 where a system was at fault", async () => {
  const { url } = await hooked({
    steps: {
      start: { type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT1M" } } },
      send: { type: "http", config: { connection: "target", method: "POST", url: "/orders", body: {} }, retry: { attempts: 1 } },
    },
    edges: ["start > send"],
  });
  const { status, body } = await send(url);
  expect({ status, body }).toMatchObject({ status: 502, body: { runId: expect.any(String), failure: { class: "technical" } } });
});

test("a duplicate waits for the first one's end and gets the same answer", async () => {
  const { url, flowId } = await hook(
    { dedupe: { $: "trigger.body.id" }, respond: { whenFinished: "PT1M" } },
    { fields: [{ name: "sum", value: { $: "trigger.body.a + 1" } }] },
  );
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(url, { body: '{"id":"same","a":2}' })));
  expect(await runsOf(flowId)).toBe(1);
  const first = answers.filter((answer) => answer.body.duplicate === undefined);
  expect(first).toHaveLength(1);
  const { runId } = first[0]?.body ?? {};
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { runId, status: "succeeded", output: { sum: 3 } } });
});

test("a request that the filter declines is answered with that", async () => {
  const { url } = await hook({ filter: { $: "trigger.body.a > 5" }, respond: { whenFinished: "PT1M" } });
  expect(await send(url, { body: '{"a":2}' })).toMatchObject({ status: 200, body: { status: "skipped", output: null } });
});

test("202 at the limit", async () => {
  const { url } = await hooked({
    steps: {
      start: { type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT0.2S" } } },
      pause: { type: "wait", config: { for: "PT1H" } },
    },
    edges: ["start > pause"],
  });
  expect((await send(url)).status).toBe(202);
});

test("waiting that fails takes nothing back: the caller is told that it is accepted, and does not send it again", async () => {
  const { url, flowId } = await hook({ respond: { whenFinished: "PT1M" } });
  const registration = await rig.registration(flowId);
  const lost = Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
  const other = await door({ registrations: { byToken: async () => registration }, engine: { ...rig.engine, waitFor: () => Promise.reject(lost) } });
  const { status, body } = await send(`${other}${new URL(url).pathname}`);
  expect(status).toBe(202);
  expect(await runsOf(flowId)).toBe(1);
  expect(Object.keys(body)).toEqual(["runId"]);
});
