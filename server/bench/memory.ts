/** Memory of the real worker process: at rest, and while it works off a burst that another process accepts. */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { buildServer, serverArguments } from "../../scripts/lib/build.mjs";
import { root } from "../../scripts/lib/dependencies.mjs";
import { call, until } from "./load.ts";
import { measureOf } from "./measures.ts";
import type { Measure } from "./measures.ts";
import { isIdle } from "./scene.ts";
import type { Scene } from "./scene.ts";

const BURST = 5_000;
/** What a start leaves behind is collected by then. */
const REST_MS = 5_000;

export async function memory(scene: Scene): Promise<Measure[]> {
  const rest: number[] = [];
  const burst: number[] = [];
  const web = await scene.actor("web");
  const target = await scene.target();
  await web.database.query(
    "insert into connection (id, environment, key, kind, name, config) values ($1, 'production', 'target', 'http', 'Target', $2) on conflict do nothing",
    [v7(), JSON.stringify({ baseUrl: target.base, auth: { kind: "none" }, allowPrivate: true })],
  );
  for (let count = 1; count <= scene.rounds; count += 1) {
    const worker = await startWorker(web.url);
    try {
      await sleep(REST_MS);
      rest.push(memoryOf(worker.pid));
      await call({ base: web.base, path: web.hooks.work ?? "/", requests: BURST, connections: 200 });
      let most = 0;
      await until(async () => {
        most = Math.max(most, memoryOf(worker.pid));
        return isIdle({ who: "product", database: web.database });
      }, "The end of the runs");
      burst.push(most);
      scene.say(`  round ${count}: ${Math.round(rest.at(-1) ?? 0)} MiB at rest, ${Math.round(most)} MiB under ${BURST} runs`);
    } finally {
      worker.stop();
    }
  }
  return [
    measureOf({ name: "worker-memory-rest", unit: "MiB", ours: rest, target: { of: "ours", most: 120 } }),
    measureOf({ name: "worker-memory-burst", unit: "MiB", ours: burst, target: { of: "ours", most: 300 } }),
  ];
}

export async function startWorker(url: string, secretKey = randomBytes(32)): Promise<{ pid: number; stop: () => void }> {
  await buildServer();
  const child = fork(path.join(root, "dist/server/main.js"), {
    env: {
      ...process.env,
      DATABASE_URL: url,
      PORT: "0",
      THROUGHLINE_ROLE: "worker",
      THROUGHLINE_SECRET_KEY: secretKey.toString("base64"),
      THROUGHLINE_LOG: "error",
      NODE_ENV: "production",
    },
    execArgv: serverArguments("worker"),
  });
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code} before it was ready.`)));
  });
  return { pid: child.pid ?? 0, stop: () => void child.kill("SIGKILL") };
}

/** MiB that the process holds at this moment; not a number where there is no /proc. */
export function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
