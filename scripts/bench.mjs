// `npm run bench`: how fast the product is, beside yardsticks that do the same with less, on an embedded PostgreSQL of its own.
//   --json            prints { measures: [...] } and nothing else
//   --only NAME       one measure
//   --rounds N        rounds of each, three at least
//   --requests N      requests per round
//   --records N       records of large-data-memory, which is only taken by its name (it takes many minutes)
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ensureDependencies, ownNode, root } from "./lib/dependencies.mjs";
import { explain } from "./lib/people.mjs";

if (!process.env.THROUGHLINE_LAUNCHED) {
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
} else {
  process.exitCode = await main();
}

async function main() {
  const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null);
  const isJson = process.argv.includes("--json");
  const { ensureDatabase, migrate } = await import("./lib/migrate.mjs");
  const { startPostgres } = await import("./lib/postgres.mjs");
  const { measureAll } = await import("../server/bench/measure.ts");
  const { lineOf } = await import("../server/bench/measures.ts");
  const { installQueue } = await import("../server/engine/install.ts");
  const { createPool } = await import("../server/db/pool.ts");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "throughline-bench-"));
  const postgres = await startPostgres({ root, dataDir: path.join(folder, "data") });
  try {
    const measures = await measureAll({
      databaseFor: async (name) => {
        const url = postgres.url(name);
        await ensureDatabase(url);
        await migrate({ url, root });
        const pool = createPool({ url, max: 1 });
        await installQueue({ pool });
        await pool.end();
        return url;
      },
      postgresPid: postgres.pid,
      only: option("--only"),
      rounds: Math.max(3, Number(option("--rounds") ?? 3)),
      requests: Number(option("--requests") ?? 2_000),
      records: Number(option("--records") ?? 100_000),
      say: (text) => isJson || console.log(text),
    });
    if (isJson) console.log(JSON.stringify({ measures }));
    else for (const each of measures) console.log(lineOf(each));
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  } finally {
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
