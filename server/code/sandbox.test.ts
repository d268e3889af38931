import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { createSandbox } from "./sandbox.ts";
import type { Sandbox } from "./sandbox.ts";

/** so long that only code which never ends reaches it, however busy the machine is */
const PATIENT = 60_000;
const NOW = Date.parse("2026-03-04T05:06:07Z");
let sandbox: Sandbox;
const zone = process.env.TZ;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(() => {
  // a server far from Greenwich: code must not notice
  process.env.TZ = "Asia/Tokyo";
  sandbox = createSandbox();
});
afterAll(async () => {
  await sandbox.stop();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const never = new AbortController().signal;
const run = (code: string, input: Json = {}, more: { seed?: string; milliseconds?: number; signal?: AbortSignal } = {}) =>
  sandbox.run({ code, input, now: NOW, seed: more.seed ?? "run-1", milliseconds: more.milliseconds ?? PATIENT }, { signal: more.signal ?? never });
const output = async (code: string, input?: Json) => (await run(code, input)).output;
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  return error instanceof StepFailure ? error.failure : null;
};
const code = async (work: Promise<unknown>) => (await failure(work))?.code;

test("code gets its input, gives plain JSON, and what it logs is kept", async () => {
  expect(
    await run("const sum = input.lines.reduce((so, line) => so + line.h, 0);\nconsole.log('sum', sum, { a: 1 });\nreturn { sum };", {
      lines: [{ h: 3 }, { h: 4 }],
    }),
  ).toEqual({
    output: { sum: 7 },
    log: ['sum 7 {"a":1}'],
  });
  expect(await output("return [1, undefined, NaN, { gone: undefined }]")).toEqual([1, null, null, {}]);
  expect(await output("")).toBeNull();
  expect(await output("return (async () => (await Promise.resolve(2)) + 1)()")).toBe(3);
  expect(await output("return input.text", { text: "grüße \u2028 🙂" })).toBe("grüße \u2028 🙂");
});

test("there is no network, no file, no process, no module and no timer", async () => {
  const names = [
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "process",
    "require",
    "module",
    "setTimeout",
    "setInterval",
    "Deno",
    "std",
    "os",
    "Worker",
    "WebAssembly",
    "performance",
  ];
  expect(await output(`return ${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined')`)).toEqual([]);
  expect(await code(run("return import('node:fs')"))).toBe("code.threw");
  expect(await code(run("return this.constructor.constructor('return process')().env"))).toBe("code.threw");
  expect(await code(run("return (function () {}).constructor('return process.env')()"))).toBe("code.threw");
});

test("the clock is the run's, in UTC wherever the server stands, and chance is repeatable", async () => {
  expect(await output("return [Date.now(), new Date().toISOString(), new Date(0).toISOString(), new Date().constructor.now()]")).toEqual([
    NOW,
    "2026-03-04T05:06:07.000Z",
    "1970-01-01T00:00:00.000Z",
    NOW,
  ]);
  expect(await output("return [new Date(2026, 0, 1).toISOString(), new Date('2026-07-01T00:00:00').getHours(), new Date().getTimezoneOffset()]")).toEqual([
    "2026-01-01T00:00:00.000Z",
    0,
    0,
  ]);
  const chance = "return [Math.random(), Math.random()]";
  expect(await output(chance)).toEqual(await output(chance));
  expect((await run(chance, {}, { seed: "run-2" })).output).not.toEqual(await output(chance));
});

test("one execution leaves nothing behind for the next", async () => {
  await run("globalThis.left = 1; Array.prototype.push = () => 'spoiled'; Object.prototype.spoiled = 1; JSON.stringify = () => 'spoiled'; return 1");
  await run("globalThis.left = 1; return 1");
  expect(await output("const list = []; list.push(1); return [typeof left, list, 'spoiled' in {}]")).toEqual(["undefined", [1], false]);
});

test.each([
  ["an endless loop", "for (;;);", "code.timeout"],
  ["an endless chain of promises", "const again = () => Promise.resolve().then(again); return again()", "code.timeout"],
  ["a pattern that explodes", `return /^(a+)+$/.test('${"a".repeat(60)}!')`, "code.timeout"],
  ["a list that grows", "const all = []; for (;;) all.push(new ArrayBuffer(10_000_000))", "code.memory"],
  ["what is held in many pieces", "const all = []; for (let n = 0; n < 300; n += 1) all.push('x'.repeat(1_000_000) + n); return all.length", "code.memory"],
  ["a text that doubles", "let text = 'x'; for (;;) text += text", "code.memory"],
  ["a huge buffer", "return new Uint8Array(2 ** 30).length", "code.memory"],
  ["a recursion", "const f = (x) => f(x + 1) + 1; return f(1)", "code.recursion"],
  ["a result nested too deeply", "let at = []; for (let n = 0; n < 1000; n += 1) at = [at]; return at", "code.too_large"],
  ["a result that is too large", "return 'x'.repeat(5_000_000)", "code.too_large"],
  ["a promise that never settles", "return new Promise(() => {})", "code.unsettled"],
  ["code that cannot be read", "return {", "code.syntax"],
  ["a loop around its own mistakes", "for (;;) { try { for (;;); } catch {} }", "code.timeout"],
])("%s ends with a failure that says so", async (_, text, expected) => {
  expect(await code(run(text, {}, { milliseconds: expected === "code.timeout" ? 300 : PATIENT }))).toBe(expected);
  expect(await output("return 'still here'")).toBe("still here");
});

test("what fits into 64 MiB is done", async () => {
  expect(await output("const all = []; for (let n = 0; n < 25; n += 1) all.push(new ArrayBuffer(2_000_000)); return all.length")).toBe(25);
});

test("what code throws is told with its line", async () => {
  expect(await failure(run("const a = 1;\nconst b = 2;\nthrow new Error('no such customer')"))).toMatchObject({
    class: "business",
    code: "code.threw",
    message: "The code failed in line 3: no such customer",
  });
  expect((await failure(run("throw { code: 7 }")))?.message).toContain("7");
  expect((await failure(run("const loop = {}; loop.loop = loop; return loop")))?.code).toBe("code.threw");
});

test("a cancelled run does not wait for its code, and what waits in line is not begun", async () => {
  const cancelled = new AbortController();
  const running = [1, 2, 3].map(() => run("for (;;);", {}, { milliseconds: 10_000, signal: cancelled.signal }));
  cancelled.abort();
  for (const each of running) await expect(each).rejects.toThrow("stopped before it was done");
  expect(await output("return 'next'")).toBe("next");
});
