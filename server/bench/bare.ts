/** The yardstick: the same door and the same call with nothing between them but graphile-worker, with the settings that the product uses. */
import { createServer } from "node:http";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { Pool } from "undici";
import { z } from "zod";
import { createPool } from "../db/pool.ts";
import { LIMITS } from "../engine/deps.ts";
import { settings } from "./settings.ts";

const { url, target } = settings();
const pool = createPool({ url, max: 20 });
const outgoing = new Pool(target);
// a line per job would cost it time that the product does not spend
const logger = new Logger(() => () => undefined);
const utils = await makeWorkerUtils({ pgPool: pool, logger });
const Order = z.object({ id: z.string(), net: z.number() });

await run({
  pgPool: pool,
  noHandleSignals: true,
  logger,
  parsedCronItems: [],
  taskList: {
    send: async (payload, helpers) => {
      const { id, net } = Order.parse(payload);
      const body = JSON.stringify({ order: id, total: net * 1.19 });
      const headers = { "content-type": "application/json", "idempotency-key": helpers.job.id };
      const answer = await outgoing.request({ path: "/orders", method: "POST", headers, body });
      await answer.body.text();
    },
  },
  preset: {
    worker: {
      concurrentJobs: LIMITS.concurrency,
      pollInterval: 1_000,
      localQueue: { size: LIMITS.concurrency * 2 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
});

const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const { id } = await utils.addJob("send", JSON.parse(Buffer.concat(parts).toString()));
  response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ id }));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ base: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, hooks: { bare: "/" } });
});
