import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import type { FlowDocument, Step } from "#flow/document.ts";
import type { Knowledge } from "#flow/problem.ts";
import { validate } from "#flow/validate.ts";
import { type Answered, type Asked, createChecker } from "./checker.ts";
import { askThread, type Thread } from "./rules.ts";

const map = (id: string, value: string): Step => ({ id, type: "map", config: { fields: [{ name: "x", value: { $: value } }] } });
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "orders", name: "Orders" },
  steps: [{ id: "order", type: "trigger.webhook", config: { auth: { kind: "none" } } }, map("first", "trigger.body.id"), map("second", "steps.first.x")],
  edges: [
    { from: "order", to: "first" },
    { from: "first", to: "second" },
  ],
};
const [order, first] = document.steps as [Step, Step, Step];
const broken: FlowDocument = { ...document, steps: [order, first, map("second", "steps.first.")] };
const unknown: FlowDocument = { ...broken, steps: [order, first, map("second", "steps.absent.x")] };
const secrets: Knowledge = { secrets: [] };

/** Both ends of a real channel: what goes over it is copied, as it is between threads. */
const open = new Set<() => void>();
afterEach(() => {
  for (const close of open) close();
  open.clear();
});

function thread(check: (asked: Asked) => Answered | null = createChecker()): { thread: Thread; asked: Asked[]; fail: () => void } {
  const { port1, port2 } = new MessageChannel();
  const asked: Asked[] = [];
  let fail = () => {};
  port2.on("message", (each: Asked) => {
    asked.push(each);
    const answer = check(each);
    if (answer) port2.postMessage(answer);
  });
  open.add(() => port1.close());
  return {
    asked,
    fail: () => fail(),
    thread: {
      postMessage: (each) => port1.postMessage(each),
      terminate: () => port1.close(),
      addEventListener: (kind: "message" | "error", listener: (event: { data: Answered }) => void) => {
        if (kind === "message") port1.on("message", (data: Answered) => listener({ data }));
        else fail = () => listener({ data: { number: 0, problems: [] } });
      },
    },
  };
}

const never = () => Promise.reject(new Error("nobody asked here"));

test("a thread finds what the rules find, and is told only what changed", async () => {
  const { thread: one, asked } = thread();
  const { check } = askThread(() => one, never);
  for (const each of [document, broken, unknown, document]) expect(await check(each, secrets)).toEqual(validate(each, secrets));
  expect(validate(broken, secrets).length).toBeGreaterThan(0);
  expect(asked.map(({ document: told, knowledge }) => ["whole" in told, knowledge])).toEqual([
    [true, secrets],
    [false, null],
    [false, null],
    [false, null],
  ]);
  expect(asked[1]?.document).toEqual({ difference: { rest: {}, gone: [], steps: [0, 1, broken.steps[2]] } });
});

test("what is known meanwhile counts, and answers come to whom they belong", async () => {
  const { thread: next } = thread();
  const { check } = askThread(() => next, never);
  const known: Knowledge = { connections: [], secrets: [] };
  const calling: FlowDocument = { ...document, steps: [order, { id: "first", type: "http", config: { connection: "warehouse", url: "/x" } }], edges: [] };
  const answers = await Promise.all([check(calling, {}), check(broken, {}), check(calling, known)]);
  expect(answers).toEqual([validate(calling, {}), validate(broken, {}), validate(calling, known)]);
  expect(answers[2]).not.toEqual(answers[0]);
});

test("without a thread, and when it ends, the page looks itself", async () => {
  const here = async (each: FlowDocument, knowledge: Knowledge) => validate(each, knowledge);
  expect(await askThread(() => null, here).check(broken, secrets)).toEqual(validate(broken, secrets));

  const { thread: one, fail } = thread();
  const { check } = askThread(() => one, here);
  const asked = check(broken, secrets);
  fail();
  expect(await asked).toEqual(validate(broken, secrets));
  expect(await check(unknown, secrets)).toEqual(validate(unknown, secrets));
});

test("rules that throw over a flow say so, and look at the next one whole", async () => {
  const { thread: one, asked } = thread();
  const { check } = askThread(() => one, never);
  await check(document, secrets);
  // what a thousand edits never make, and one mistake in the rules does
  const impossible = { ...document, steps: [order, first, { ...first, id: "second", config: null }] } as unknown as FlowDocument;
  const answers = await Promise.allSettled([check(impossible, secrets), check(broken, secrets)]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await check(broken, secrets)).toEqual(validate(broken, secrets));
  expect(asked.map(({ document: told }) => "whole" in told)).toEqual([true, false, false, true]);
});

test("a thread that ended without a word is given up, and the next question has a new one", async () => {
  const silent = thread(() => null);
  const { thread: other, asked } = thread();
  const threads = [silent.thread, other];
  const { check } = askThread(() => threads.shift() ?? null, never, 20);
  const answers = await Promise.allSettled([check(document, secrets), check(broken, secrets)]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await check(unknown, secrets)).toEqual(validate(unknown, secrets));
  expect(asked.map(({ document: told, knowledge }) => ["whole" in told, knowledge])).toEqual([[true, secrets]]);
});
