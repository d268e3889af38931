/**
 * The yardsticks: the same door and the same call with nothing between them but graphile-worker, and no history. `plain` has its default
 * settings; `tuned` fetches ahead and completes in batches, as the product does.
 */
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { Pool } from "undici";
import { z } from "zod";
import { createPool } from "../db/pool.ts";
import { LIMITS } from "../engine/deps.ts";
import { bodyOf, serve, settings } from "./serving.ts";

const { url, target, kind } = settings();
const pool = createPool({ url, max: 20 });
const outgoing = new Pool(target);
// a line per job would cost it time that the product does not spend
const logger = new Logger(() => () => undefined);
const utils = await makeWorkerUtils({ pgPool: pool, logger });
const Order = z.object({ id: z.string(), net: z.number(), customer: z.object({ name: z.string(), email: z.string() }), currency: z.string() });

const tuned = {
  concurrentJobs: LIMITS.concurrency,
  pollInterval: 1_000,
  localQueue: { size: LIMITS.concurrency * 2 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

await run({
  pgPool: pool,
  noHandleSignals: true,
  logger,
  parsedCronItems: [],
  taskList: {
    send: async (payload, helpers) => {
      const { id, net, customer, currency } = Order.parse(payload);
      const total = net * 1.19;
      if (total <= 100) return;
      const body = JSON.stringify({ order: id, total, customer: customer.name.toUpperCase(), email: customer.email.toLowerCase(), currency, source: "shop" });
      const headers = { "content-type": "application/json", "idempotency-key": helpers.job.id };
      const answer = await outgoing.request({ path: "/orders", method: "POST", headers, body });
      await answer.body.text();
    },
  },
  ...(kind === "tuned" ? { preset: { worker: tuned } } : {}),
});

serve(
  (request, response) =>
    void bodyOf(request).then(async (body) => {
      const { id } = await utils.addJob("send", body);
      response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ id }));
    }),
  { work: "/" },
);
