/** Starts the product as a user would (`npm start`), one for each worker, on folders and ports of their own, and stops them afterwards. */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { FullConfig } from "@playwright/test";
import { freePort } from "../scripts/lib/postgres.mjs";

const PASSWORD = "halvorsen-e2e";
const root = path.resolve(import.meta.dirname, "..");

type Product = { url: string; home: string; stop: () => Promise<void> };

export default async function setup({ workers }: Pick<FullConfig, "workers">): Promise<() => Promise<void>> {
  if (process.env.THROUGHLINE_E2E_URL) return async () => undefined;
  const products: Product[] = [];
  const stop = async () => {
    await Promise.all(products.map((product) => product.stop()));
  };
  try {
    // one after the other: the first one makes what all of them are started from
    while (products.length < workers) products.push(await startProduct(products.length + 1));
  } catch (error) {
    await stop();
    throw error;
  }
  // e2e/support.ts takes the one of its worker
  process.env.THROUGHLINE_E2E_URL = products.map(({ url }) => url).join(" ");
  process.env.THROUGHLINE_E2E_HOME = products.map(({ home }) => home).join(" ");
  process.env.THROUGHLINE_E2E_PASSWORD = PASSWORD;
  return stop;
}

async function startProduct(n: number): Promise<Product> {
  const home = mkdtempSync(path.join(os.tmpdir(), "throughline-e2e-"));
  const port = await freePort();
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      THROUGHLINE_HOME: home,
      DATABASE_URL: "",
      THROUGHLINE_LAUNCHED: "",
      THROUGHLINE_DEMO_PASSWORD: PASSWORD,
      THROUGHLINE_API_KEY: "e2e_0123456789abcdef0123456789abcdef",
    },
    stdio: ["ignore", "pipe", "pipe"],
    // a group of its own, to be stopped as Ctrl-C in a terminal stops it
    detached: true,
  });
  let said = "";
  const results = path.join(root, "test-results");
  mkdirSync(results, { recursive: true });
  const log = createWriteStream(path.join(results, `product-${n}.log`));
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        log.write(chunk);
        if (said.includes("Stop: Ctrl-C")) resolve();
      });
    }
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.pid) process.kill(-child.pid, "SIGINT");
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  };
  return { url: `http://127.0.0.1:${port}`, home, stop };
}
