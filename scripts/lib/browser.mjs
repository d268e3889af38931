// A browser for what only a browser shows.
import fs from "node:fs";
import process from "node:process";
import { run } from "./dependencies.mjs";
import { Refusal } from "./people.mjs";

/** Playwright's own Chromium where it is installed, else the system's, else Debian's package where we may install it. */
export async function ensureBrowser() {
  const { chromium } = await import("@playwright/test");
  const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  if (fs.existsSync(chromium.executablePath()) || system.some((file) => fs.existsSync(file)) || process.env.CHROMIUM_PATH) return;
  if (process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get")) {
    throw new Refusal("The browser tests and benches need Chromium. Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH, and try again.");
  }
  await run("apt-get", ["update", "-qq"]);
  const { code, output } = await run("apt-get", ["install", "-y", "-qq", "chromium"], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  if (code !== 0) throw new Refusal(`Chromium could not be installed:\n${output.trim().split("\n").slice(-6).join("\n")}`);
}
