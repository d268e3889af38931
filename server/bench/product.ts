/** The product as one process: hooks in front, the engine behind, a worker beside. Tells the hook's address of each delivery mode. */
import { createServer } from "node:http";
import type { DeliveryMode } from "#flow/document.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { deploy, draw, startEngine } from "../testing/engine.ts";
import { createWebhookHandler } from "../triggers/webhook.ts";
import { settings } from "./settings.ts";

const { url, target } = settings();
const rig = await startEngine({ url, target, installation: "bench" });

function flow(delivery: DeliveryMode) {
  return draw({
    steps: {
      fields: {
        type: "map",
        config: {
          fields: [
            { name: "order", value: { $: "trigger.body.id" } },
            { name: "total", value: { $: "trigger.body.net * 1.19" } },
          ],
        },
      },
      size: { type: "branch", config: { cases: [{ port: "big", when: { $: "steps.fields.total > 100" } }], else: "small" } },
      send: { type: "http", delivery, config: { connection: "target", method: "POST", url: "/orders", body: { $: "steps.fields" } } },
    },
    edges: ["start > fields", "fields > size", "size.big > send"],
  });
}

const modes: DeliveryMode[] = ["exactly-once", "at-most-once"];
const hooks: Record<string, string> = {};
const registrations = new Map<string, Awaited<ReturnType<typeof rig.registration>>>();
for (const mode of modes) {
  const { flowId } = await deploy(rig.pool, flow(mode));
  const registration = await rig.registration(flowId);
  registrations.set(registration.token, registration);
  hooks[mode] = `/hooks/production/${registration.token}`;
}
const handler = createWebhookHandler({
  registrations: { byToken: async ({ token }) => registrations.get(token) ?? null },
  engine: rig.engine,
  connections: { secret: async () => null },
  clock: systemClock,
  log: createLog("error"),
});
await rig.startWorker();
const server = createServer((request, response) => void handler(request, response));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ base: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, hooks });
});
