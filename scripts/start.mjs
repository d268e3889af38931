// `npm start` and `npm run dev`: from a bare checkout to a running product, every phase repeatable.
// Runs on the Node that the machine has (20 or newer) until the project's own is installed, then continues on that one.
import { spawn } from "node:child_process";
import process from "node:process";

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`Throughline needs Node 20 or newer to start; this is ${process.version}. Install a newer one from nodejs.org and run npm start again.`);
  process.exit(1);
}

const { ensureDependencies, ownNode } = await import("./lib/dependencies.mjs");
const { bold, explain } = await import("./lib/people.mjs");

try {
  if (!process.env.THROUGHLINE_LAUNCHED) {
    console.log(bold("Throughline"));
    await ensureDependencies();
    // the project's own Node from here on
    const child = spawn(ownNode(), process.argv.slice(1), { stdio: "inherit", env: { ...process.env, THROUGHLINE_LAUNCHED: "1" } });
    // the terminal sends Ctrl-C to both; the inner one stops everything and then ends
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
    if (process.env.npm_lifecycle_event) {
      // npm passes no signal on to what its shell started: when the shell is gone, so are we
      const shell = process.ppid;
      setInterval(() => process.ppid !== shell && child.kill("SIGTERM"), 500).unref();
    }
    child.once("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  } else {
    const { launch } = await import("./lib/launch.mjs");
    await launch({ dev: process.argv.includes("--dev") });
  }
} catch (error) {
  console.error(`\n${explain(error)}`);
  process.exit(1);
}
