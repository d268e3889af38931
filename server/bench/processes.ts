/** The measured processes, and what they and the database have used of the processor. */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";

const Told = z.object({ base: z.string(), hooks: z.record(z.string(), z.string()) });
const Usage = z.object({ cpuMs: z.number(), rssMiB: z.number() });
export type Usage = z.infer<typeof Usage>;

export type Measured = { base: string; hooks: Record<string, string>; usage: () => Promise<Usage>; stop: () => void; pid: number };

export async function start(name: string, told: { url?: string; target?: string; kind?: string }): Promise<Measured> {
  // one connection's backlog must not be cut off by what a person set for their own processes
  const profile = process.env.THROUGHLINE_BENCH_PROFILE === (told.kind ?? name) ? ["--cpu-prof", "--cpu-prof-interval=500"] : [];
  const child = fork(path.join(import.meta.dirname, `${name}.ts`), {
    env: { ...process.env, THROUGHLINE_BENCH: JSON.stringify(told) },
    execArgv: ["--disable-warning=ExperimentalWarning", ...profile],
  });
  const { base, hooks } = Told.parse(await nextMessage(child, name));
  return {
    base,
    hooks,
    pid: child.pid ?? 0,
    usage: async () => {
      child.send("usage");
      return Usage.parse(await nextMessage(child, name));
    },
    stop: () => void child.kill(profile.length > 0 ? "SIGINT" : "SIGKILL"),
  };
}

function nextMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) => reject(new Error(`The process ${name} ended with ${code ?? signal}.`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}

const TICK_MS = 10;

/** Processor time of PostgreSQL, backends that have ended included; null where there is no /proc to read it from. */
export function postgresCpuMs(pid: number): number | null {
  const own = statOf(pid);
  if (own === null) return null;
  let ticks = own.self + own.ended;
  for (const name of fs.readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat?.parent === pid) ticks += stat.self;
  }
  return ticks * TICK_MS;
}

/** utime + stime, and those of children that have ended; the second field is a name that may hold anything. */
function statOf(pid: number): { parent: number; self: number; ended: number } | null {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const at = (index: number) => fields[index] ?? 0;
    return { parent: at(1), self: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    // it has ended, or this system has no /proc
    return null;
  }
}
