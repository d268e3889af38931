/** The product as one process: hooks in front, the engine behind, and beside it a worker (`kind` all) or none (`kind` web). Tells the hook of each flow. */
import type { DeliveryMode, FlowDocument } from "#flow/document.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { deploy, draw, drawBody, startEngine } from "../testing/engine.ts";
import { createKeepRate } from "../triggers/rate.ts";
import { createWebhookHandler } from "../triggers/webhook.ts";
import { serve, settings } from "./serving.ts";

const { url, target, kind } = settings();
const rig = await startEngine({ url, target, installation: "bench", isDeaf: true });

/** webhook → six fields → branch → HTTP call */
function work(delivery: DeliveryMode): FlowDocument {
  const fields = {
    order: "trigger.body.id",
    total: "trigger.body.net * 1.19",
    customer: "$uppercase(trigger.body.customer.name)",
    email: "$lowercase(trigger.body.customer.email)",
    currency: "trigger.body.currency",
    source: "'shop'",
  };
  return draw({
    steps: {
      fields: { type: "map", config: { fields: Object.entries(fields).map(([name, $]) => ({ name, value: { $ } })) } },
      size: { type: "branch", config: { cases: [{ port: "big", when: { $: "steps.fields.total > 100" } }], else: "small" } },
      send: { type: "http", delivery, config: { connection: "target", method: "POST", url: "/orders", body: { $: "steps.fields" } } },
    },
    edges: ["start > fields", "fields > size", "size.big > send"],
  });
}

/** Maps in a chain, each of what the one before it gave. */
function maps(count: number): FlowDocument {
  const ids = Array.from({ length: count }, (_, index) => `map_${index}`);
  const from = (index: number) => (index === 0 ? "trigger.body.net" : `steps.map_${index - 1}.total`);
  return draw({
    steps: Object.fromEntries(ids.map((id, index) => [id, { type: "map", config: { fields: [{ name: "total", value: { $: `${from(index)} + 1` } }] } }])),
    edges: ids.map((id, index) => `${index === 0 ? "start" : ids[index - 1]} > ${id}`),
  });
}

/** every record of a model → map → upsert */
function copies(): FlowDocument {
  const body = drawBody({
    steps: {
      lead: {
        type: "map",
        config: {
          fields: [
            { name: "name", value: { $: "'Lead of ' & item.name" } },
            { name: "mail", value: { $: "$lowercase(item.email)" } },
          ],
        },
      },
      keep: {
        type: "odoo.upsert",
        config: {
          connection: "odoo",
          model: "crm.lead",
          match: { kind: "external-id", key: { $: "'partner-' & item.id" } },
          values: { name: { $: "steps.lead.name" }, email_from: { $: "steps.lead.mail" } },
        },
      },
    },
    edges: ["lead > keep"],
  });
  const source = { connection: "odoo", model: "res.partner", fields: ["name", "email"], page: 200 };
  return draw({ steps: { partners: { type: "each", config: { source, concurrency: 8, onFailure: "continue", body } } }, edges: ["start > partners"] });
}

const flows = { copies: copies(), work: work("exactly-once"), careful: work("at-most-once"), oneMap: maps(1), elevenMaps: maps(11) };
const hooks: Record<string, string> = {};
const registrations = new Map<string, Awaited<ReturnType<typeof rig.registration>>>();
for (const [name, document] of Object.entries(flows)) {
  const { flowId } = await deploy(rig.pool, document);
  const registration = await rig.registration(flowId);
  registrations.set(registration.token, registration);
  hooks[name] = `/hooks/production/${registration.token}`;
}
const handler = createWebhookHandler({
  registrations: { byToken: async ({ token }) => registrations.get(token) ?? null },
  engine: rig.engine,
  connections: { secret: async () => null },
  keepRate: createKeepRate({ pool: rig.pool }),
  putHints: async () => undefined,
  clock: systemClock,
  log: createLog("error"),
});
if (kind !== "web") await rig.startWorker();
serve((request, response) => void handler(request, response), hooks);
