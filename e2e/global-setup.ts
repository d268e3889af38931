/** Starts the product as a user would (`npm start`), on a folder and a port of its own, and stops it afterwards. */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "../scripts/lib/postgres.mjs";

export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.THROUGHLINE_E2E_URL) return async () => undefined;
  const home = mkdtempSync(path.join(os.tmpdir(), "throughline-e2e-"));
  const port = await freePort();
  const password = "halvorsen-e2e";
  const child = spawn("npm", ["start"], {
    cwd: path.resolve(import.meta.dirname, ".."),
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      THROUGHLINE_HOME: home,
      DATABASE_URL: "",
      THROUGHLINE_LAUNCHED: "",
      THROUGHLINE_DEMO_PASSWORD: password,
      THROUGHLINE_API_KEY: "e2e_0123456789abcdef0123456789abcdef",
    },
    stdio: ["ignore", "pipe", "pipe"],
    // a group of its own, to be stopped as Ctrl-C in a terminal stops it
    detached: true,
  });
  let said = "";
  const results = path.resolve(import.meta.dirname, "../test-results");
  mkdirSync(results, { recursive: true });
  const log = createWriteStream(path.join(results, "product.log"));
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
  process.env.THROUGHLINE_E2E_URL = `http://127.0.0.1:${port}`;
  process.env.THROUGHLINE_E2E_PASSWORD = password;
  process.env.THROUGHLINE_E2E_HOME = home;
  return async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.pid) process.kill(-child.pid, "SIGINT");
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  };
}
