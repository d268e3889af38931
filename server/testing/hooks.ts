/** What test files of webhooks begin with: a database, an engine with a worker, and the door that callers come to. */
import { createServer } from "node:http";
import { afterAll } from "vitest";
import type { Json } from "#flow/document.ts";
import { systemClock } from "../clock.ts";
import { createRegistrationSource, createVersionSource } from "../flows/sources.ts";
import { createLog } from "../log.ts";
import { putHints } from "../triggers/odoo/put-hints.ts";
import { createKeepRate } from "../triggers/rate.ts";
import { createWebhookHandler } from "../triggers/webhook.ts";
import { testDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { deploy, draw, startEngine } from "./engine.ts";
import type { EngineRig } from "./engine.ts";

/** The value of the one secret that there is, by the name crm. */
export const SECRET = "s3cret:with ümlaut";

type Drawn = Parameters<typeof draw>[0];
type Handler = Parameters<typeof createWebhookHandler>[0];

export type HooksOfFile = {
  database: TestDatabase;
  rig: EngineRig;
  base: string;
  /** deploys a flow with a map behind its webhook */
  hook: (config?: { [key: string]: Json }, map?: { [key: string]: Json }) => Promise<{ url: string; flowId: string }>;
  /** deploys what is drawn; its trigger is the step `start` */
  hooked: (drawn: Drawn) => Promise<{ url: string; flowId: string }>;
  /** another door, as another process has one; @returns where it is */
  door: (other: Pick<Handler, "registrations" | "engine"> & Partial<Handler>) => Promise<string>;
  runsOf: (flowId: string) => Promise<number>;
};

/** Awaited once at the top of a file; all of it stops after its last test. */
export async function hooksOfFile(): Promise<HooksOfFile> {
  const database = await testDatabase();
  afterAll(() => database.drop());
  const rig = await startEngine({ url: database.url, installation: database.installationKey, target: "http://127.0.0.1:9" });
  afterAll(() => rig.stop());
  await rig.startWorker();
  const { pool } = database;
  const versions = createVersionSource({ pool });
  const base = await listening(
    createWebhookHandler({
      registrations: createRegistrationSource({ pool, versions }),
      engine: rig.engine,
      connections: { secret: async ({ name }) => (name === "crm" ? SECRET : null) },
      keepRate: createKeepRate({ pool }),
      putHints: (hint) => putHints({ pool, ...hint }),
      clock: systemClock,
      log: createLog("fatal"),
    }),
  );
  const hooked: HooksOfFile["hooked"] = async (drawn) => {
    const { flowId } = await deploy(pool, draw(drawn));
    const { environment, token } = await rig.registration(flowId);
    return { url: `${base}/hooks/${environment}/${token}`, flowId };
  };
  return {
    database,
    rig,
    base,
    hooked,
    hook: (config = {}, map = { fields: [{ name: "got", value: { $: "trigger" } }] }) =>
      hooked({
        steps: { start: { type: "trigger.webhook", config: { auth: { kind: "none" }, ...config } }, map: { type: "map", config: map } },
        edges: ["start > map"],
      }),
    door: (other) =>
      listening(
        createWebhookHandler({
          connections: { secret: async () => null },
          keepRate: async () => undefined,
          putHints: async () => undefined,
          clock: systemClock,
          log: createLog("fatal"),
          ...other,
        }),
      ),
    runsOf: async (flowId) => Number((await pool.query<{ count: string }>("select count(*) from run where flow_id = $1", [flowId])).rows[0]?.count),
  };
}

async function listening(handle: ReturnType<typeof createWebhookHandler>): Promise<string> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 2_048 }, resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

type Sent = { body?: string | Uint8Array<ArrayBuffer> | undefined; headers?: { [name: string]: string | undefined } | undefined; method?: string | undefined };

export async function send(url: string, q: Sent = {}) {
  const headers = new Headers({ "content-type": "application/json" });
  for (const [name, value] of Object.entries(q.headers ?? {})) if (value !== undefined) headers.set(name, value);
  const response = await fetch(url, {
    method: q.method ?? "POST",
    headers,
    ...(q.method === "GET" ? {} : { body: q.body ?? "{}" }),
  });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    headers: response.headers,
    body: (await response.json()) as { [key: string]: Json },
  };
}
