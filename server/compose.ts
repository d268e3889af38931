/** The wiring, once per process: the foundation, and above it a worker, the doors, or both. Nothing else in the house creates a pool or an adapter. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { protect } from "./api/headers.ts";
import { createHealth } from "./api/health.ts";
import type { HttpHandler } from "./deps.ts";
import type { DemoPerson } from "./doors.ts";
import type { Env } from "./env.ts";
import { layFoundation } from "./foundation.ts";
import type { Log } from "./log.ts";
import { createOdooWatch } from "./triggers/odoo/create.ts";

export type Composition = {
  /** headers that every answer carries */
  protect: (request: IncomingMessage, response: ServerResponse) => void;
  /** who answers a path; null: the pages */
  handlerFor: (path: string) => HttpHandler | null;
  /** begins to work, and seeds an empty database; call when the server listens */
  start: () => Promise<void>;
  /** finishes what runs, closes what is open */
  stop: () => Promise<void>;
  demoPeople: () => Promise<DemoPerson[] | null>;
};

export async function compose({ env, log }: { env: Env; log: Log }): Promise<Composition> {
  const foundation = await layFoundation({ env, log });
  const { engine, pool } = foundation;
  // loaded where it is needed only: what a worker never uses is half of what it would hold
  const doors = env.role === "worker" ? null : await (await import("./doors.ts")).openDoors(foundation);
  const health = createHealth({ engine, pool });
  const worker = { drain: async () => {} };
  const { versions, portsFor, sensitive, source: connections } = foundation;
  const odooWatch = createOdooWatch({ pool, versions, portsFor, connections, sensitive, log, acceptIn: engine.acceptIn, publicUrl: env.publicUrl });
  return {
    protect: (request, response) => protect({ request, response, env }),
    handlerFor: (path) => health(path) ?? doors?.handlerFor(path) ?? null,
    start: async () => {
      if (env.role !== "web") {
        worker.drain = (await engine.startWorker()).drain;
        odooWatch.start();
      }
      await doors?.furnish();
    },
    stop: async () => {
      await odooWatch.stop();
      await worker.drain();
      await foundation.close();
      await doors?.close();
      await pool.end();
    },
    demoPeople: async () => (await doors?.demoPeople()) ?? null,
  };
}
