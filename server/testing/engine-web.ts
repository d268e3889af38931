/** A web process of its own for tests that kill it: hooks in front of an engine without a worker. Says "ready" and its port on standard output. */
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { putHints } from "../triggers/odoo/put-hints.ts";
import { createKeepRate } from "../triggers/rate.ts";
import { createWebhookHandler } from "../triggers/webhook.ts";
import { startEngine } from "./engine.ts";
import { ProcessSettings } from "./process-settings.ts";

const rig = await startEngine(ProcessSettings.parse(JSON.parse(process.env.THROUGHLINE_TEST_WORKER ?? "")));
const handler = createWebhookHandler({
  registrations: rig.registrations,
  engine: rig.engine,
  connections: { secret: async () => null },
  keepRate: createKeepRate({ pool: rig.pool }),
  putHints: (hint) => putHints({ pool: rig.pool, ...hint }),
  clock: systemClock,
  log: createLog("fatal"),
});
const server = createServer((request, response) => void handler(request, response));
server.listen(0, "127.0.0.1", () => {
  // who is killed writes nothing down at its end
  flushCompileCache();
  const address = server.address();
  console.log(`ready ${typeof address === "object" && address ? address.port : 0} `);
});
