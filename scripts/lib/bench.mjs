// What the benches share: they run in the project's own Node, take the same options and print the same things.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ensureDependencies, ownNode, root } from "./dependencies.mjs";
import { explain } from "./people.mjs";

/** The value after `--name` on the command line, or null. */
export const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null);

const isJson = process.argv.includes("--json");
/** How far it is; beside the JSON, where that is what is printed. */
export const say = (text) => (isJson ? console.error(text) : console.log(text));

/** Starts the script anew in the project's own Node, and there takes the measures and prints them. `measure` gives a list of them. */
export async function bench(measure) {
  if (process.env.THROUGHLINE_LAUNCHED) {
    process.exitCode = await print(measure);
    return;
  }
  try {
    await ensureDependencies();
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
  const child = spawn(ownNode(), ["--disable-warning=ExperimentalWarning", ...process.argv.slice(1)], {
    stdio: "inherit",
    env: { ...process.env, THROUGHLINE_LAUNCHED: "1" },
  });
  child.once("exit", (code) => process.exit(code ?? 1));
}

async function print(measure) {
  try {
    const measures = await measure();
    const { lineOf } = await import("../../server/bench/measures.ts");
    if (isJson) console.log(JSON.stringify({ measures }));
    else for (const each of measures) console.log(lineOf(each));
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

/** A PostgreSQL of the bench's own while `work` goes on; `databaseFor` makes a migrated database in it and tells its address. */
export async function withDatabases(work) {
  const { ensureDatabase, migrate } = await import("./migrate.mjs");
  const { startPostgres } = await import("./postgres.mjs");
  const { installQueue } = await import("../../server/engine/install.ts");
  const { createPool } = await import("../../server/db/pool.ts");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "throughline-bench-"));
  const postgres = await startPostgres({ root, dataDir: path.join(folder, "data") });
  const databaseFor = async (name) => {
    const url = postgres.url(name);
    await ensureDatabase(url);
    await migrate({ url, root });
    const pool = createPool({ url, max: 1 });
    await installQueue({ pool });
    await pool.end();
    return url;
  };
  try {
    return await work({ databaseFor, postgresPid: postgres.pid });
  } finally {
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
