// `npm run bench:designer`: how fast the designer answers, in a real Chromium against the built product. Rendering is done in software.
//   --json            prints { measures: [...] } and nothing else
//   --only NAME       one measure
//   --rounds N        rounds of each, five at least
// THROUGHLINE_E2E_URL and THROUGHLINE_E2E_PASSWORD name a product that runs already; otherwise one is started and stopped.
import { spawn } from "node:child_process";
import process from "node:process";
import { ensureBrowser } from "./lib/browser.mjs";
import { ensureDependencies, ownNode } from "./lib/dependencies.mjs";
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
  const { default: startProduct } = await import("../e2e/global-setup.ts");
  const { measureDesigner } = await import("../e2e/bench/measure.ts");
  const { lineOf } = await import("../server/bench/measures.ts");
  let stop = async () => undefined;
  try {
    await ensureBrowser();
    stop = await startProduct();
    const measures = await measureDesigner({
      base: process.env.THROUGHLINE_E2E_URL,
      password: process.env.THROUGHLINE_E2E_PASSWORD,
      only: option("--only"),
      rounds: Math.max(5, Number(option("--rounds") ?? 5)),
      say: (text) => isJson || console.log(text),
    });
    if (isJson) console.log(JSON.stringify({ measures }));
    else for (const each of measures) console.log(lineOf(each));
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  } finally {
    await stop();
  }
}
