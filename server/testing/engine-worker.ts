/** A worker process of its own for tests that kill, freeze and stop it. Says "ready" on standard output; SIGTERM drains it, and it says "stopping". */
import { z } from "zod";
import { startEngine } from "./engine.ts";

const Settings = z.object({ url: z.string(), installation: z.string(), target: z.string(), limits: z.record(z.string(), z.number()), logLevel: z.string() });

const rig = await startEngine(Settings.parse(JSON.parse(process.env.THROUGHLINE_TEST_WORKER ?? "")));
await rig.startWorker();
process.once("SIGTERM", () => {
  void rig.stop().then(() => process.exit(0));
  console.log("stopping");
});
console.log("ready");
