// `npm run bench`: how fast the product is, beside yardsticks that do the same with less, on an embedded PostgreSQL of its own.
//   --json            prints { measures: [...] } and nothing else
//   --only NAME       one measure
//   --rounds N        rounds of each, three at least
//   --requests N      requests per round
//   --records N       records of large-data-memory, which is only taken by its name (it takes many minutes)
import { bench, option, say, withDatabases } from "./lib/bench.mjs";

await bench(() =>
  withDatabases(async (databases) => {
    const { measureAll } = await import("../server/bench/measure.ts");
    return measureAll({
      ...databases,
      only: option("--only"),
      rounds: Math.max(3, Number(option("--rounds") ?? 3)),
      requests: Number(option("--requests") ?? 2_000),
      records: Number(option("--records") ?? 100_000),
      say,
    });
  }),
);
