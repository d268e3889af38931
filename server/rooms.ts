/** The engine and the rooms around it, given everything that is outside: the database, the other systems, the clock. */
import { findStep } from "#flow/steps/index.ts";
import { createAccess } from "./access/create.ts";
import type { App, OdooMetadata } from "./app.ts";
import { createApprovals } from "./approvals/create.ts";
import { createAudit } from "./audit/create.ts";
import { createConnections } from "./connections/create.ts";
import { createIsPractice } from "./connections/practice.ts";
import type { ForgetfulSource } from "./connections/source.ts";
import type { Pool } from "./db/pool.ts";
import type { Prisma } from "./db/prisma.ts";
import type { Announce, Clock, ConnectionTester, Gates, PortsFor, PracticeOdoo, Vault } from "./deps.ts";
import { createEngine } from "./engine/create.ts";
import { createSimulate } from "./engine/simulate.ts";
import { createEvents } from "./events/create.ts";
import { createFlows } from "./flows/create.ts";
import { createRegistrationSource, createVersionSource } from "./flows/sources.ts";
import { createHistory } from "./history/create.ts";
import type { Log } from "./log.ts";
import { createOverview } from "./overview/create.ts";
import { createReplays } from "./replays/create.ts";
import { createRuns } from "./runs/create.ts";
import { createSensitive } from "./sensitive.ts";

export type RoomsDeps = {
  pool: Pool;
  prisma: Prisma;
  clock: Clock;
  log: Log;
  /** key of this installation, from the table of that name */
  installation: string;
  publicUrl: string;
  announce: Announce;
  vault: Vault;
  source: ForgetfulSource;
  portsFor: PortsFor;
  gates: Gates;
  test: ConnectionTester;
  practice: Pick<PracticeOdoo, "fault" | "setFault">;
  odoo: OdooMetadata;
};

export type Rooms = { app: App; engine: ReturnType<typeof createEngine>; registrations: ReturnType<typeof createRegistrationSource> };

export function createRooms(q: RoomsDeps): Rooms {
  const { pool, prisma, clock, log, installation, publicUrl, announce, vault, source, portsFor, gates, test, practice, odoo } = q;
  const audit = createAudit({ pool });
  const versions = createVersionSource({ pool });
  const registrations = createRegistrationSource({ pool, versions });
  const sensitive = createSensitive(vault);
  const steps = { portsFor, connections: source, findStep, clock, installation };
  const engine = createEngine({ ...steps, gates, sensitive, pool, versions, registrations, log, announce, audit: audit.record });
  const simulate = createSimulate(steps);
  const app: App = {
    flows: createFlows({ pool, prisma, audit: audit.record, announce, simulate, connections: source, clock, publicUrl }),
    runs: createRuns({ pool, sensitive, versions, findStep, registrations, engine, audit: audit.record, clock }),
    approvals: createApprovals({ pool, sensitive, versions, findStep, engine, simulate, audit: audit.record, announce, clock }),
    connections: createConnections({ pool, vault, source, test, practice, audit: audit.record, announce, clock, publicUrl }),
    odoo,
    access: createAccess({ pool, prisma, audit: audit.record, clock }),
    audit: audit.log,
    events: createEvents({ pool, engine, audit: audit.record }),
    replays: createReplays({ pool, engine, audit: audit.record, clock }),
    history: createHistory({ pool, audit: audit.record, clock }),
    overview: createOverview({ pool, versions, findStep, clock, isPractice: createIsPractice(publicUrl) }),
  };
  return { app, engine, registrations };
}
