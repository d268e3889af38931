/** What every process has, whatever its role: the database, the other systems, the engine between them. Nothing here knows pages or programs. */
import { systemClock } from "./clock.ts";
import { createSandbox } from "./code/sandbox.ts";
import { createConnectionSource } from "./connections/source.ts";
import { createVault } from "./connections/vault.ts";
import { createCore } from "./core.ts";
import { createPool } from "./db/pool.ts";
import { createGates } from "./engine/gate.ts";
import { installQueue } from "./engine/install.ts";
import type { Env } from "./env.ts";
import { createGuard } from "./http/guard.ts";
import { createHttpPort } from "./http/port.ts";
import { createAnnounce } from "./live/announce.ts";
import { createLive } from "./live/create.ts";
import type { Log } from "./log.ts";
import { createMailPort } from "./mail/port.ts";
import { createOdooPort } from "./odoo/port.ts";
import { createPortsFor } from "./ports.ts";
import { createSchemaPort } from "./schema/port.ts";

export type Foundation = Awaited<ReturnType<typeof layFoundation>>;

export async function layFoundation({ env, log }: { env: Env; log: Log }) {
  const clock = systemClock;
  const pool = createPool({ url: env.databaseUrl, max: 20, name: `throughline-${env.role}` });
  const { rows } = await pool.query<{ key: string }>("select key from installation where id = 1");
  const installation = rows[0]?.key;
  if (installation === undefined) throw new Error("The database does not know this installation. Run its migrations: npm start does.");
  await installQueue({ pool });
  const live = await createLive({ databaseUrl: env.databaseUrl, log });
  const announce = createAnnounce({ pool });

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

  const below = { env, clock, log, pool, installation, announce, vault, source, portsFor, gates };
  const core = createCore(below);
  live.onMessage((message) => {
    core.registrations.forget(message);
    source.forget(message);
  });

  return {
    ...below,
    ...core,
    live,
    outside,
    close: async () => {
      await live.close();
      await core.engine.close();
      gates.close();
      await Promise.allSettled([guard.close(), sandbox.stop()]);
    },
  };
}
