// `npm run bench:odoo`: how fast a real Odoo is written and read, beside plain calls to the same server. Needs ODOO_URL, ODOO_DB,
// ODOO_LOGIN and ODOO_API_KEY of an Odoo for tests: it writes records there.
//   --json            prints { measures: [...] } and nothing else
//   --only NAME       one measure
//   --rounds N        rounds of odoo-upserts (one)
//   --records N       records of odoo-upserts (1,000)
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
  const { ODOO_URL: url, ODOO_DB: database, ODOO_LOGIN: login, ODOO_API_KEY: apiKey } = process.env;
  if (!url || !database || !login || !apiKey) {
    console.error("bench:odoo needs an Odoo for tests: set ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY.");
    return 1;
  }
  const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null);
  const isJson = process.argv.includes("--json");
  const { ensureDatabase, migrate } = await import("./lib/migrate.mjs");
  const { startPostgres } = await import("./lib/postgres.mjs");
  const { measureOdoo } = await import("../server/bench/odoo.ts");
  const { lineOf } = await import("../server/bench/measures.ts");
  const { installQueue } = await import("../server/engine/install.ts");
  const { createPool } = await import("../server/db/pool.ts");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "throughline-bench-"));
  const postgres = await startPostgres({ root, dataDir: path.join(folder, "data") });
  try {
    const own = postgres.url("bench_odoo");
    await ensureDatabase(own);
    await migrate({ url: own, root });
    const pool = createPool({ url: own, max: 1 });
    await installQueue({ pool });
    await pool.end();
    const measures = await measureOdoo({
      url: own,
      odoo: { url: url.replace(/\/+$/, ""), database, login, apiKey },
      rounds: Number(option("--rounds") ?? 1),
      records: Number(option("--records") ?? 1_000),
      only: option("--only"),
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
