// `npm run bench:designer`: how fast the designer answers, in a real Chromium against the built product. Rendering is done in software.
//   --json            prints { measures: [...] } and nothing else
//   --only NAME       one measure
//   --rounds N        rounds of each, five at least
// THROUGHLINE_E2E_URL and THROUGHLINE_E2E_PASSWORD name a product that runs already; otherwise one is started and stopped.
import process from "node:process";
import { bench, option, say } from "./lib/bench.mjs";
import { ensureBrowser } from "./lib/browser.mjs";

await bench(async () => {
  const { default: startProduct } = await import("../e2e/global-setup.ts");
  const { measureDesigner } = await import("../e2e/bench/measure.ts");
  await ensureBrowser();
  const stop = await startProduct({ workers: 1 });
  try {
    return await measureDesigner({
      base: process.env.THROUGHLINE_E2E_URL,
      password: process.env.THROUGHLINE_E2E_PASSWORD,
      only: option("--only"),
      rounds: Math.max(5, Number(option("--rounds") ?? 5)),
      say,
    });
  } finally {
    await stop();
  }
});
