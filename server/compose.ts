/** The wiring, once per process: what is outside, the rooms between, the doors. Nothing else in the house creates a pool or an adapter. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createAuth } from "./access/auth.ts";
import { trustedOrigins } from "./access/origins.ts";
import { createResolveActor } from "./access/resolve-actor.ts";
import { createApiHandler } from "./api/handler.ts";
import { protect } from "./api/headers.ts";
import { createRest } from "./api/rest/create.ts";
import type { App, Role } from "./app.ts";
import { systemClock } from "./clock.ts";
import { createSandbox } from "./code/sandbox.ts";
import { createConnectionSource } from "./connections/source.ts";
import { createVault } from "./connections/vault.ts";
import { createPool } from "./db/pool.ts";
import { createPrisma } from "./db/prisma.ts";
import type { HttpHandler } from "./deps.ts";
import { createGates } from "./engine/gate.ts";
import { installQueue } from "./engine/install.ts";
import type { Env } from "./env.ts";
import { createGuard } from "./http/guard.ts";
import { createHttpPort } from "./http/port.ts";
import { testHttp } from "./http/test-http.ts";
import { createAnnounce } from "./live/announce.ts";
import { createLive } from "./live/create.ts";
import { createStream } from "./live/stream.ts";
import type { Log } from "./log.ts";
import { createMailPort } from "./mail/port.ts";
import { testSmtp } from "./mail/test-smtp.ts";
import { createOdooMetadata } from "./odoo/metadata.ts";
import { createOdooPort } from "./odoo/port.ts";
import { testOdoo } from "./odoo/test-odoo.ts";
import { createConnectionTester, createPortsFor } from "./ports.ts";
import { createPracticeMail } from "./practice/mail.ts";
import { createPracticeOdoo } from "./practice/odoo.ts";
import { register } from "./registry.ts";
import { createRooms } from "./rooms.ts";
import { refreshPractice } from "./seed/practice.ts";
import { createSchemaPort } from "./schema/port.ts";
import { seedDemo } from "./seed/seed.ts";
import { createKeepRate } from "./triggers/rate.ts";
import { createWebhookHandler } from "./triggers/webhook.ts";

export type Composition = {
  app: App;
  /** headers that every answer carries */
  protect: (request: IncomingMessage, response: ServerResponse) => void;
  /** who answers a path; null: the pages */
  handlerFor: (path: string) => HttpHandler | null;
  /** seeds an empty database and begins to work; call when the server listens */
  start: () => Promise<void>;
  /** finishes what runs, closes what is open */
  stop: () => Promise<void>;
  demoPeople: () => Promise<{ name: string; email: string; role: Role }[] | null>;
};

export async function compose({ env, log }: { env: Env; log: Log }): Promise<Composition> {
  const clock = systemClock;
  const pool = createPool({ url: env.databaseUrl, max: 20, name: `throughline-${env.role}` });
  const prisma = createPrisma({ url: env.databaseUrl });
  const { key: installation } = await prisma.installation.findUniqueOrThrow({ where: { id: 1 }, select: { key: true } });
  await installQueue({ pool });
  const live = await createLive({ databaseUrl: env.databaseUrl, log });
  const announce = createAnnounce({ pool });

  // the outside world
  const vault = createVault(env.secretKey);
  const source = createConnectionSource({ pool, vault });
  const guard = createGuard();
  const gates = createGates({ pool, log });
  const outside = { guard, connections: source, gates };
  const sandbox = createSandbox();
  const portsFor = createPortsFor({
    odoo: createOdooPort(outside),
    http: createHttpPort(outside),
    mail: createMailPort(outside),
    code: sandbox,
    schema: createSchemaPort(),
  });
  const test = createConnectionTester({ odoo: testOdoo({ guard }), http: testHttp({ guard }), smtp: testSmtp({ guard }) });
  const practice = await createPracticeOdoo({ pool, clock, log });
  const mail = env.role === "worker" ? null : await createPracticeMail({ log });
  const odoo = createOdooMetadata(outside);

  // the engine and the rooms
  const rooms = { pool, prisma, clock, log, installation, publicUrl: env.publicUrl, announce, vault, source, portsFor, gates, test, practice, odoo };
  const { app, engine, registrations } = createRooms(rooms);
  live.onMessage((message) => {
    registrations.forget(message);
    source.forget(message);
  });

  // the doors
  const origins = trustedOrigins(env);
  const auth = createAuth({ prisma, secretKey: env.secretKey, publicUrl: env.publicUrl, origins });
  const resolveActor = createResolveActor({ auth, prisma, clock, apiKey: env.apiKey });
  const demoPeople = () => listDemoPeople(env, app);
  register({ app, resolveActor, demoPeople });
  const stream = createStream({ live, resolveActor });
  const rest = createRest({ app, resolveActor, engine, publicUrl: env.publicUrl });
  const api = createApiHandler({ app, resolveActor, auth, origins, stream, rest, engine, pool, log });
  const hooks = createWebhookHandler({ registrations, engine, connections: source, keepRate: createKeepRate({ pool }), clock, log });
  const worker = { drain: async () => {} };

  return {
    app,
    protect: (request, response) => protect({ request, response, env }),
    handlerFor: (path) => {
      if (path === "/health" || path === "/ready" || path === "/metrics") return api;
      if (env.role === "worker") return null;
      if (path.startsWith("/hooks/")) return hooks;
      if (path.startsWith("/api/")) return api;
      if (path.startsWith("/practice/odoo/")) return practice.handle;
      return null;
    },
    start: async () => {
      if (env.role !== "web") worker.drain = (await engine.startWorker()).drain;
      if (mail) {
        await refreshPractice({ app, practice, mail, publicUrl: env.publicUrl });
        await seedDemo({ app, pool, engine, registrations, practice, mail, env, clock, log });
      }
    },
    stop: async () => {
      await worker.drain();
      await live.close();
      await engine.close();
      gates.close();
      await Promise.allSettled([mail?.stop(), guard.close(), sandbox.stop(), prisma.$disconnect()]);
      await pool.end();
    },
    demoPeople,
  };
}

/** Only while the workspace is the demo that this installation made. */
async function listDemoPeople(env: Env, app: App): Promise<{ name: string; email: string; role: Role }[] | null> {
  if (env.demoPassword === null) return null;
  const people = (await app.access.people()).filter((person) => !person.disabled && person.email.endsWith("@halvorsen.example"));
  return people.length === 0 ? null : people.map(({ name, email, role }) => ({ name, email, role }));
}
