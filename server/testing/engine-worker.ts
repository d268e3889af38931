/** A worker process of its own for tests that kill, freeze and stop it. Says "ready" on standard output; SIGTERM drains it, and it says "stopping". */
import { flushCompileCache } from "node:module";
import { startEngine } from "./engine.ts";
import { ProcessSettings } from "./process-settings.ts";

const rig = await startEngine(ProcessSettings.parse(JSON.parse(process.env.THROUGHLINE_TEST_WORKER ?? "")));
await rig.startWorker();
// as main.ts: the queue's promises may fail unheard when its connections break, and the process goes on
process.on("unhandledRejection", () => undefined);
process.once("SIGTERM", () => {
  void rig.stop().then(() => process.exit(0));
  console.log("stopping");
});
// who is killed writes nothing down at its end
flushCompileCache();
console.log("ready");
