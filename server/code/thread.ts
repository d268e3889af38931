/** The thread of the sandbox: each piece of code gets an interpreter and a memory of its own, which go with it. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import { isDeeper } from "#flow/depth.ts";
import { SANDBOX } from "./messages.ts";
import type { Answer, Work } from "./messages.ts";
import { prelude } from "./prelude.ts";

type Failed = Extract<Answer, { kind: "failed" }>;

const compiled = readFile(createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm")).then((bytes) => WebAssembly.compile(bytes));

const PAGE = 64 * 1024;
/** What the interpreter begins with, as it was compiled: its own stack and tables, and room for the code's first values. */
const FIRST_PAGES = 256;

/**
 * The end of all memory. The interpreter's own limit stops what asks for too much at once; what is held in many pieces it cannot add up, because
 * in WebAssembly nobody tells it how large a piece is.
 */
const memory = () => new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: FIRST_PAGES + SANDBOX.memoryBytes / PAGE });

// the interpreter asks this realm for local time: where a server stands must not change what code gives
for (const part of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds"])
  Reflect.set(Date.prototype, `get${part}`, Reflect.get(Date.prototype, `getUTC${part}`));
Date.prototype.getTimezoneOffset = () => 0;

parentPort?.on("message", (work: Work) => {
  void answer(work).then((said) => parentPort?.postMessage(said));
});

async function answer(work: Work): Promise<Answer> {
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: await compiled, wasmMemory: memory() }));
  try {
    const runtime = quickjs.newRuntime({ memoryLimitBytes: SANDBOX.memoryBytes, maxStackSizeBytes: SANDBOX.stackBytes });
    const until = Date.now() + work.milliseconds;
    runtime.setInterruptHandler(() => Date.now() > until);
    return run(runtime, work, () => Date.now() > until);
  } catch (error) {
    // the interpreter itself gave up; its memory goes with it
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", reason: error instanceof RangeError ? "depth" : "memory", message, line: null, log: [] };
  }
}

/** Handles are never freed one by one: the whole memory is dropped after this. */
function run(runtime: QuickJSRuntime, work: Work, isLate: () => boolean): Answer {
  const vm = runtime.newContext();
  const tools = vm.unwrapResult(vm.evalCode(prelude(work), "sandbox.js"));
  const log = () => logOf(vm, tools);
  const failed = (error: QuickJSHandle): Failed => ({ kind: "failed", ...described(vm, error, isLate()), log: log() });

  const made = vm.evalCode(`(function (input) {${work.code}\n})`, "code.js");
  if (made.error) return failed(made.error);
  const input = vm.callFunction(vm.getProp(tools, "input"), vm.undefined, vm.newString(JSON.stringify(work.input)));
  if (input.error) return failed(input.error);
  const called = vm.callFunction(made.value, vm.undefined, input.value);
  if (called.error) return failed(called.error);

  const jobs = runtime.executePendingJobs();
  if (jobs.error) return failed(jobs.error);
  const settled = vm.getPromiseState(called.value);
  if (settled.type === "pending")
    return { kind: "failed", reason: isLate() ? "time" : "unsettled", message: "It waits for something that never comes.", line: null, log: log() };
  if (settled.type === "rejected") return failed(settled.error);

  const output = vm.callFunction(vm.getProp(tools, "output"), vm.undefined, settled.value);
  if (output.error) return failed(output.error);
  const text = vm.getString(output.value);
  if (text.length > SANDBOX.outputBytes || isDeeper(text, SANDBOX.outputDepth))
    return { kind: "failed", reason: "size", message: "Its result is too large or nested too deeply.", line: null, log: log() };
  return { kind: "done", output: text, log: log() };
}

function logOf(vm: QuickJSContext, tools: QuickJSHandle): string[] {
  const said = vm.callFunction(vm.getProp(tools, "log"), vm.undefined);
  if (said.error) return [];
  const lines: unknown = JSON.parse(vm.getString(said.value));
  return Array.isArray(lines) ? lines.map(String) : [];
}

function described(vm: QuickJSContext, handle: QuickJSHandle, isLate: boolean): Pick<Failed, "reason" | "message" | "line"> {
  const error: unknown = vm.dump(handle);
  const read = (name: string) => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined);
  const name = String(read("name") ?? "");
  const said = read("message");
  const message = (typeof said === "string" ? said : typeof error === "string" ? error : (JSON.stringify(error) ?? "nothing")).slice(0, 500);
  const line = Number(/code\.js:(\d+)/.exec(String(read("stack") ?? ""))?.[1] ?? Number.NaN);
  const at = { message, line: Number.isFinite(line) ? line : null };
  if (name === "InternalError" && message === "interrupted") return { ...at, reason: "time" };
  if (/out of memory|string (length|too long)/.test(message)) return { ...at, reason: isLate ? "time" : "memory" };
  if (message.includes("stack overflow") || message.includes("Maximum call stack")) return { ...at, reason: "depth" };
  if (name === "SyntaxError") return { ...at, reason: "syntax" };
  return { ...at, reason: "threw" };
}
