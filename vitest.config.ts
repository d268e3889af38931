import { defineConfig } from "vitest/config";

const node = { environment: "node" as const, passWithNoTests: false };
// `isolate: false` for many short files: what they import is read once, not once a file, which took half to two thirds of their time. They leave nothing behind: nothing is mocked, and what a test starts it stops.
const exclude = ["node_modules/**", ".next/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: "unit",
          isolate: false,
          // nothing waits for time; a busy machine may take its own
          testTimeout: 120_000,
          include: ["{flow,server,components,scripts}/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.pg.test.ts", "**/*.odoo.test.ts", "**/crash*.test.ts"],
        },
      },
      {
        test: {
          ...node,
          name: "pg",
          isolate: false,
          include: ["server/**/*.pg.test.ts"],
          exclude: [...exclude, "**/crash*.pg.test.ts"],
          globalSetup: "server/testing/global-setup.ts",
          testTimeout: 150_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...node,
          name: "crash",
          include: ["server/**/crash*.pg.test.ts"],
          exclude,
          globalSetup: "server/testing/global-setup.ts",
          // proofs wait for what they prove, and a busy machine takes its own time
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...node,
          name: "odoo",
          include: ["{server,e2e}/**/*.odoo.test.ts"],
          exclude: exclude.filter((each) => each !== "e2e/**"),
          globalSetup: "server/testing/global-setup.ts",
          // nothing waits for time; a busy machine, and an Odoo on it, may take their own
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
