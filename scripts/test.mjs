// `npm test`: sets up and runs everything, and ends with one line `N passed, N failed` for all of it.
// `npm run check` is the quick part. `node scripts/test.mjs --only unit,pg` runs some stages.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { ensureBrowser } from "./lib/browser.mjs";
import { ensureDependencies, ownNode, root, run } from "./lib/dependencies.mjs";
import { explain } from "./lib/people.mjs";

if (!process.env.THROUGHLINE_LAUNCHED) {
  try {
    await ensureDependencies();
  } catch (error) {
    console.error(explain(error));
    console.log("0 passed, 1 failed");
    process.exit(1);
  }
  const child = spawn(ownNode(), process.argv.slice(1), { stdio: "inherit", env: { ...process.env, THROUGHLINE_LAUNCHED: "1" } });
  child.once("exit", (code) => process.exit(code ?? 1));
} else {
  await main();
}

async function main() {
  const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1].split(",") : null;
  const wanted = (name) => !only || only.includes(name);
  const { buildPages, generateClient } = await import("./lib/build.mjs");
  await generateClient();

  const totals = { passed: 0, failed: 0 };
  /** by stage: said once more at the end, far below what they printed */
  const failures = [];
  const stage = async (name, work) => {
    if (!wanted(name)) return;
    const started = performance.now();
    let result;
    try {
      result = await work();
    } catch (error) {
      result = { passed: 0, failed: 1, output: explain(error) };
    }
    totals.passed += result.passed;
    totals.failed += result.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (result.failed) failures.push(...(result.names?.length ? result.names : ["see above"]).map((failed) => `${name}: ${failed}`));
    if (result.failed && result.output) console.log(result.output.trimEnd());
    console.log(`${result.failed ? "✗" : "✓"} ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
  };

  const bin = (name) => path.join(root, "node_modules", name);
  const node = (args, env = {}) => run(ownNode(), args, { env: { ...process.env, PATH: `${bin(".bin")}${path.delimiter}${process.env.PATH}`, ...env } });
  const one = async (work) => {
    const { code, output } = await work;
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
  };
  const vitest = async (project) => {
    const report = path.join(root, "test-results", `vitest-${project}.json`);
    fs.rmSync(report, { force: true });
    const { code, output } = await node([
      bin("vitest/vitest.mjs"),
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ]);
    if (!fs.existsSync(report)) return { passed: 0, failed: 1, output };
    const counted = JSON.parse(fs.readFileSync(report, "utf8"));
    // a file that fails to load has no tests to count, and its run must not look green
    const names = counted.testResults.flatMap(({ name, status, assertionResults }) => {
      const file = path.relative(root, name);
      const tests = assertionResults.filter((test) => test.status === "failed").map((test) => `${file}, ${test.fullName}`);
      return status === "failed" && tests.length === 0 ? [file] : tests;
    });
    return { passed: counted.numPassedTests, failed: Math.max(names.length, code === 0 ? 0 : 1), names, output };
  };

  const still = (async () => {
    await stage("types", () => one(node([bin("typescript/bin/tsc"), "--noEmit"])));
    await stage("lint", () => one(node([bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "--max-diagnostics=60"])));
    await stage("boundaries", () => one(node(["scripts/boundaries.mjs"])));
    await stage("deadcode", () => one(node([bin("knip/bin/knip.js")])));
    await stage("unit", () => vitest("unit"));
  })();
  const built = (async () => {
    await stage("build", async () => {
      await buildPages();
      return { passed: 1, failed: 0 };
    });
  })();
  await Promise.all([still, built]);
  await Promise.all([stage("pg", () => vitest("pg")), stage("odoo", () => vitest("odoo"))]);
  await stage("crash", () => vitest("crash"));
  await stage("browser", browser);

  if (failures.length) console.log(`\nFailed:\n${failures.map((each) => `  ${each}`).join("\n")}`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed ? 1 : 0);

  async function browser() {
    await ensureBrowser();
    const report = path.join(root, "test-results/playwright.json");
    fs.rmSync(report, { force: true });
    const { output } = await node([bin("@playwright/test/cli.js"), "test", `--workers=${Math.min(2, os.availableParallelism())}`], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    });
    if (!fs.existsSync(report)) return { passed: 0, failed: 1, output };
    const { stats, suites } = JSON.parse(fs.readFileSync(report, "utf8"));
    // never silently: a journey that passed only when it was tried again is looked at by whoever reads this
    const specs = (group) => [...group.specs, ...(group.suites ?? []).flatMap(specs)];
    const all = suites.flatMap(specs);
    const again = all.filter((spec) => spec.tests.some((test) => test.status === "flaky"));
    const names = all.filter((spec) => !spec.ok || spec.tests.some((test) => test.status === "skipped")).map((spec) => `${spec.file}, ${spec.title}`);
    if (again.length) console.log([...again.map((spec) => `passed only when tried again: ${spec.file}, ${spec.title}`), whatWasSeen()].join("\n"));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped, names, output: `${output}\n${whatWasSeen()}` };
  }

  /** The pages at which journeys failed, as a screen reader meets them, and the product's last words: who reads the output may have no more. */
  function whatWasSeen() {
    const results = path.join(root, "test-results");
    const pages = fs
      .readdirSync(results, { recursive: true, encoding: "utf8" })
      .filter((file) => path.basename(file) === "error-context.md")
      .map((file) => fs.readFileSync(path.join(results, file), "utf8").slice(0, 6_000));
    const said = fs
      .readdirSync(results)
      .filter((file) => /^product-\d+\.log$/.test(file))
      .flatMap((file) => [`${file} ends:`, ...fs.readFileSync(path.join(results, file), "utf8").split("\n").slice(-60)]);
    return [...pages, ...said].join("\n");
  }
}
