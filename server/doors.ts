/** The rooms around the engine and the doors into them: pages, programs, hooks, the practice systems. A worker has none of it, and does not load it. */
import { createAuth } from "./access/auth.ts";
import { trustedOrigins } from "./access/origins.ts";
import { createResolveActor } from "./access/resolve-actor.ts";
import { createApiHandler } from "./api/handler.ts";
import { createRest } from "./api/rest/create.ts";
import type { App, Role } from "./app.ts";
import { createPrisma } from "./db/prisma.ts";
import type { HttpHandler } from "./deps.ts";
import type { Env } from "./env.ts";
import type { Foundation } from "./foundation.ts";
import { testHttp } from "./http/test-http.ts";
import { createPresence } from "./live/presence.ts";
import { createStream } from "./live/stream.ts";
import { testSmtp } from "./mail/test-smtp.ts";
import { createOdooMetadata } from "./odoo/metadata.ts";
import { testOdoo } from "./odoo/test-odoo.ts";
import { createOdooVisit } from "./odoo/visit.ts";
import { createConnectionTester } from "./ports.ts";
import { createPracticeMail } from "./practice/mail.ts";
import { createPracticeOdoo } from "./practice/odoo.ts";
import { register } from "./registry.ts";
import { createRooms } from "./rooms.ts";
import { refreshPractice } from "./seed/practice.ts";
import { seedDemo } from "./seed/seed.ts";
import { putHints } from "./triggers/odoo/put-hints.ts";
import { createKeepRate } from "./triggers/rate.ts";
import { createWebhookHandler } from "./triggers/webhook.ts";

export type DemoPerson = { name: string; email: string; role: Role };

export type Doors = {
  /** who answers a path; null: the pages */
  handlerFor: (path: string) => HttpHandler | null;
  /** seeds an empty database; call when the server listens and the worker of this process, if any, works */
  furnish: () => Promise<void>;
  demoPeople: () => Promise<DemoPerson[] | null>;
  close: () => Promise<void>;
};

export async function openDoors(q: Foundation): Promise<Doors> {
  const { env, log, clock, pool, live, engine, registrations } = q;
  const { guard } = q.outside;
  const prisma = createPrisma({ url: env.databaseUrl });
  const test = createConnectionTester({ odoo: testOdoo({ guard }), http: testHttp({ guard }), smtp: testSmtp({ guard }) });
  const practice = await createPracticeOdoo({ pool, clock, log });
  const mail = await createPracticeMail({ log });
  const presence = createPresence({ live, announce: q.announce, clock });
  const app = createRooms({
    ...q,
    prisma,
    presence,
    publicUrl: env.publicUrl,
    test,
    visit: createOdooVisit({ guard }),
    practice,
    odoo: createOdooMetadata(q.outside),
  });

  const origins = trustedOrigins(env);
  const auth = createAuth({ prisma, secretKey: env.secretKey, publicUrl: env.publicUrl, origins });
  const resolveActor = createResolveActor({ auth, prisma, clock, apiKey: env.apiKey });
  const demoPeople = () => listDemoPeople(env, app);
  register({ app, resolveActor, demoPeople });
  const stream = createStream({ live, resolveActor, presence });
  const rest = createRest({ app, resolveActor, engine, publicUrl: env.publicUrl });
  const api = createApiHandler({ app, resolveActor, auth, origins, stream, rest, log });
  const hooks = createWebhookHandler({
    registrations,
    engine,
    connections: q.source,
    keepRate: createKeepRate({ pool }),
    putHints: (hint) => putHints({ pool, ...hint }),
    clock,
    log,
  });

  return {
    handlerFor: (path) => {
      if (path.startsWith("/hooks/")) return hooks;
      if (path.startsWith("/api/")) return api;
      if (path.startsWith("/practice/odoo/")) return practice.handle;
      return null;
    },
    furnish: async () => {
      await refreshPractice({ app, practice, mail, publicUrl: env.publicUrl });
      await seedDemo({ app, pool, engine, registrations, practice, mail, env, clock, log });
    },
    demoPeople,
    close: async () => {
      presence.close();
      await Promise.allSettled([mail.stop(), prisma.$disconnect()]);
    },
  };
}

/** Only while the workspace is the demo that this installation made. */
async function listDemoPeople(env: Env, app: App): Promise<DemoPerson[] | null> {
  if (env.demoPassword === null) return null;
  const people = (await app.access.people()).filter((person) => !person.disabled && person.email.endsWith("@halvorsen.example"));
  return people.length === 0 ? null : people.map(({ name, email, role }) => ({ name, email, role }));
}
