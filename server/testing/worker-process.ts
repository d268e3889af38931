/** Starts worker and web processes for crash tests and tells how they ended. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import path from "node:path";
import type { Json } from "#flow/document.ts";
import type { CrashAt } from "../engine/crash-points.ts";
import type { EngineLimits } from "../engine/deps.ts";
import type { RealSystems } from "./real-systems.ts";

export type WorkerProcess = {
  pid: number;
  signal: (name: NodeJS.Signals) => void;
  /** asks it to stop, as a deployment does; resolves when it has understood, long before it has ended */
  stop: () => Promise<void>;
  /** how it ended: a signal's name, or an exit code */
  ended: Promise<string>;
};

type Starting = {
  url: string;
  installation: string;
  target: string;
  limits?: Partial<EngineLimits>;
  connection?: Record<string, Json>;
  real?: RealSystems;
  crashAt?: CrashAt;
};

/** Recovery in about two seconds instead of half a minute. */
export const QUICK: Partial<EngineLimits> = { heartbeatMs: 200, deadMs: 1_200, watchdogMs: 2_000, showAfterMs: 100 };

export async function startWorkerProcess(q: Starting): Promise<WorkerProcess> {
  const { child, ended, says } = startProcess("engine-worker", q);
  await says("ready");
  const stop = async () => {
    child.kill("SIGTERM");
    await says("stopping");
  };
  return { pid: child.pid ?? 0, signal: (name) => child.kill(name), stop, ended };
}

export type WebProcess = Omit<WorkerProcess, "stop"> & { base: string };

export async function startWebProcess(q: Starting): Promise<WebProcess> {
  const { child, ended, says } = startProcess("engine-web", q);
  const port = /ready (\d+) /.exec(await says("ready "))?.[1];
  return { pid: child.pid ?? 0, signal: (name) => child.kill(name), ended, base: `http://127.0.0.1:${port}` };
}

/** What these processes have read of the code, for the next one: a hundred of them start, and reading it all takes most of a start. */
const COMPILED = path.resolve(import.meta.dirname, "../../node_modules/.cache/throughline-tests");

function startProcess(name: string, q: Starting) {
  const { crashAt, ...settings } = q;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", path.join(import.meta.dirname, `${name}.ts`)], {
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: COMPILED,
      // whoever dies at a named place dies at the checkpoint that is meant, not at one that only shows a slow step as running
      THROUGHLINE_TEST_WORKER: JSON.stringify({ limits: crashAt ? { ...QUICK, showAfterMs: 3_600_000 } : QUICK, logLevel: "fatal", ...settings }),
      ...(crashAt ? { THROUGHLINE_CRASH_AT: crashAt } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? String(code)));
  });
  return { child, ended, says: listenTo(child, ended) };
}

function listenTo(child: ChildProcess, ended: Promise<string>): (word: string) => Promise<string> {
  let said = "";
  const heard = new EventEmitter();
  for (const stream of [child.stderr, child.stdout])
    stream?.on("data", (part: Buffer) => {
      said += part.toString();
      heard.emit("more");
    });
  return (word) =>
    new Promise((resolve, reject) => {
      const look = () => said.includes(word) && resolve(said);
      heard.on("more", look);
      look();
      void ended.then((how) => reject(new Error(`a worker process ended with ${how} before it said ${word}: ${said.slice(-2_000)}`)));
    });
}
