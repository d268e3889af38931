// `npm run bench:odoo`: how fast a real Odoo is written and read, beside plain calls to the same server. Needs ODOO_URL, ODOO_DB,
// ODOO_LOGIN and ODOO_API_KEY of an Odoo for tests: it writes records there.
//   --json            prints { measures: [...] } and nothing else
//   --only NAME       one measure
//   --rounds N        rounds of odoo-upserts (one)
//   --records N       records of odoo-upserts (1,000)
//   --read N          records that are read at least: where the server has fewer, more are made for the time of the measure
import process from "node:process";
import { bench, option, say, withDatabases } from "./lib/bench.mjs";
import { Refusal } from "./lib/people.mjs";

await bench(() => {
  const { ODOO_URL: url, ODOO_DB: database, ODOO_LOGIN: login, ODOO_API_KEY: apiKey } = process.env;
  if (!url || !database || !login || !apiKey) throw new Refusal("bench:odoo needs an Odoo for tests: set ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY.");
  return withDatabases(async ({ databaseFor }) => {
    const { measureOdoo } = await import("../server/bench/odoo.ts");
    return measureOdoo({
      url: await databaseFor("bench_odoo"),
      odoo: { url: url.replace(/\/+$/, ""), database, login, apiKey },
      rounds: Number(option("--rounds") ?? 1),
      records: Number(option("--records") ?? 1_000),
      read: Number(option("--read") ?? 0),
      only: option("--only"),
      say,
    });
  });
});
