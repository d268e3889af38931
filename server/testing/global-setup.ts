/** Starts one PostgreSQL for all database tests, with a migrated template that each test file clones. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureDatabase, migrate } from "../../scripts/lib/migrate.mjs";
import { startPostgres } from "../../scripts/lib/postgres.mjs";
import { createPool } from "../db/pool.ts";
import { installQueue } from "../engine/install.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = path.resolve(import.meta.dirname, "../..");
  const folder = mkdtempSync(path.join(os.tmpdir(), "throughline-test-"));
  const postgres = await startPostgres({
    root,
    dataDir: path.join(folder, "data"),
    settings: ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400"],
  });
  const url = postgres.url("template_throughline");
  await ensureDatabase(url);
  await migrate({ url, root });
  const { default: pg } = await import("pg");
  const pool = createPool({ url, max: 1 });
  await installQueue({ pool });
  await pool.end();
  const admin = new pg.Client({ connectionString: postgres.url("postgres") });
  await admin.connect();
  await admin.query("alter database template_throughline with is_template true allow_connections false");
  await admin.end();
  project.provide("postgresUrl", postgres.url("postgres"));
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
