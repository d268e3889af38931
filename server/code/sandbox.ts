/**
 * Runs code that flows carry, in threads of this process that have no network, files or environment. A thread that does not answer in
 * time is ended and replaced: nothing that code does can hold the worker.
 */
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Json } from "#flow/document.ts";
import { seedOf } from "#flow/expression/random.ts";
import { business, technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { CodePort } from "#flow/ports.ts";
import type { Answer, Work } from "./messages.ts";

export type Sandbox = CodePort & { stop: () => Promise<void> };

const THREADS = 2;
/** what the interpreter's own clock may miss: one long call inside it, and its start */
const GRACE_MS = 2_000;

type Task = { work: Work; signal: AbortSignal; settle: (answer: Answer) => void; refuse: (error: Error) => void };
type Thread = { worker: Worker; task: Task | null; timer: NodeJS.Timeout | null; stopListening: () => void };

export function createSandbox(): Sandbox {
  const threads = new Set<Thread>();
  const queue: Task[] = [];

  const start = (): Thread => {
    const worker = new Worker(new URL(`./thread${path.extname(import.meta.url)}`, import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128, stackSizeMb: 8 },
    });
    const thread: Thread = { worker, task: null, timer: null, stopListening: () => undefined };
    worker.on("message", (answer: Answer) => {
      release(thread)?.settle(answer);
      next();
    });
    worker.on("error", (error) => end(thread, broken(error)));
    worker.on("exit", () => end(thread, broken(new Error("its thread ended"))));
    threads.add(thread);
    return thread;
  };

  const release = (thread: Thread): Task | null => {
    const { task } = thread;
    if (thread.timer) clearTimeout(thread.timer);
    thread.stopListening();
    Object.assign(thread, { task: null, timer: null, stopListening: () => undefined });
    // an idle thread does not keep the process
    thread.worker.unref();
    return task;
  };

  const end = (thread: Thread, error: Error) => {
    threads.delete(thread);
    release(thread)?.refuse(error);
    void thread.worker.terminate();
    next();
  };

  const next = () => {
    while (queue.length > 0) {
      const idle = [...threads].find((each) => each.task === null) ?? (threads.size < THREADS ? start() : null);
      const task = idle && queue.shift();
      if (!task) return;
      begin(idle, task);
    }
  };

  const begin = (thread: Thread, task: Task) => {
    const cancel = () => end(thread, aborted());
    thread.task = task;
    thread.timer = setTimeout(
      () => end(thread, failureOf({ kind: "failed", reason: "time", message: "", line: null, log: [] }, task.work)),
      task.work.milliseconds + GRACE_MS,
    );
    task.signal.addEventListener("abort", cancel, { once: true });
    thread.stopListening = () => task.signal.removeEventListener("abort", cancel);
    thread.worker.ref();
    thread.worker.postMessage(task.work);
  };

  return {
    run: async ({ code, input, now, seed, milliseconds }, { signal }) => {
      if (signal.aborted) throw aborted();
      const work: Work = { code, input, now, seed: seedOf(seed), milliseconds };
      const answer = await new Promise<Answer>((resolve, reject) => {
        const task: Task = { work, signal, settle: resolve, refuse: reject };
        queue.push(task);
        signal.addEventListener(
          "abort",
          () => {
            const at = queue.indexOf(task);
            if (at >= 0) queue.splice(at, 1);
            reject(aborted());
          },
          { once: true },
        );
        next();
      });
      if (answer.kind === "failed") throw failureOf(answer, work);
      const output: Json = JSON.parse(answer.output);
      return { output, log: answer.log };
    },
    stop: async () => {
      for (const task of queue.splice(0)) task.refuse(aborted());
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

function failureOf(answer: Extract<Answer, { kind: "failed" }>, work: Work): StepFailure {
  const where = answer.line === null ? "" : ` in line ${answer.line}`;
  const details = { detail: { message: answer.message, line: answer.line, log: answer.log } };
  switch (answer.reason) {
    case "syntax":
      return technical("configuration", "code.syntax", `The code cannot be read${where}: ${answer.message}.`, {
        ...details,
        fix: "Correct the code, publish and deploy again.",
      });
    case "threw":
      return business("invalid-data", "code.threw", `The code failed${where}: ${answer.message}`, {
        ...details,
        fix: "Compare the code with its input on this page.",
      });
    case "time":
      return business("limit", "code.timeout", `The code ran longer than ${work.milliseconds} ms and was stopped.`, {
        ...details,
        fix: "Make it do less, or give it more time in its settings.",
      });
    case "memory":
      return business("limit", "code.memory", "The code needed more than 64 MiB and was stopped.", { ...details, fix: "Make it work on less data." });
    case "depth":
      return business("limit", "code.recursion", `The code calls itself too deeply${where} and was stopped.`, details);
    case "size":
      return business("limit", "code.too_large", "The code gave more than 4 MiB, or something nested more than 64 levels deep.", {
        ...details,
        fix: "Return only what later steps use.",
      });
    case "unsettled":
      return business("rule", "code.unsettled", "The code waits for something that never comes: nothing outside can be waited for.", {
        ...details,
        fix: "Return the value itself. Calls to other systems are steps of their own.",
      });
    default: {
      const never: never = answer.reason;
      return never;
    }
  }
}

function aborted(): Error {
  return new Error("the code was stopped before it was done");
}

function broken(error: Error): StepFailure {
  return technical("internal", "code.sandbox", `The sandbox stopped: ${error.message}`, { retryable: true });
}
