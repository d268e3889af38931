import { existsSync } from "node:fs";
import { chromium, defineConfig } from "@playwright/test";

const system = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => file && existsSync(file));
const own = existsSync(chromium.executablePath());

export default defineConfig({
  testDir: "e2e",
  // beside them stand proofs on a real Odoo, which need no browser
  testMatch: "**/*.spec.ts",
  timeout: 600_000,
  expect: { timeout: 60_000 },
  retries: Number(process.env.THROUGHLINE_E2E_RETRIES ?? 0),
  // each has a product of its own, which takes its time to start: more of them are worth it for all journeys, not for one
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json"]],
  globalSetup: "./e2e/global-setup.ts",
  use: {
    // a dot that breathes paints the whole page again and again where a processor paints it
    contextOptions: { reducedMotion: "reduce" },
    viewport: { width: 1440, height: 900 },
    actionTimeout: 60_000,
    screenshot: "only-on-failure",
    // to record every journey doubles the work of a click and of a letter typed: what fails is recorded when it is tried again, or by hand with --trace on
    trace: "on-first-retry",
    launchOptions: {
      executablePath: own ? undefined : system,
      // the last five keep Chromium from calling its maker's servers at every start
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
      ],
    },
  },
});
