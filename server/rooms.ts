/** The rooms around the engine. */
import { findStep } from "#flow/steps/index.ts";
import { createAccess } from "./access/create.ts";
import { createIsSandbox } from "./access/environments.ts";
import type { App, OdooMetadata, Presence } from "./app.ts";
import { createApprovals } from "./approvals/create.ts";
import { createConnections } from "./connections/create.ts";
import { createIsPractice } from "./connections/practice.ts";
import type { Core, CoreDeps } from "./core.ts";
import type { Prisma } from "./db/prisma.ts";
import type { ConnectionTester, OdooVisit, PracticeOdoo } from "./deps.ts";
import { createFindCalled } from "./engine/simulate-called.ts";
import { createSimulate } from "./engine/simulate.ts";
import { createEvents } from "./events/create.ts";
import { createFlows } from "./flows/create.ts";
import { createGovernance } from "./governance/create.ts";
import { createHistory } from "./history/create.ts";
import { createOverview } from "./overview/create.ts";
import { createReplays } from "./replays/create.ts";
import { createRuns } from "./runs/create.ts";
import { createSchemaPort } from "./schema/port.ts";

export type RoomsDeps = CoreDeps &
  Core & {
    prisma: Prisma;
    publicUrl: string;
    test: ConnectionTester;
    visit: OdooVisit;
    practice: Pick<PracticeOdoo, "fault" | "setFault">;
    odoo: OdooMetadata;
    presence: Presence;
  };

export function createRooms(q: RoomsDeps): App {
  const { pool, prisma, clock, installation, publicUrl, announce, vault, source, portsFor, test, visit, practice, odoo } = q;
  const { audit, versions, registrations, rules, sensitive, engine } = q;
  const simulate = createSimulate({
    portsFor,
    connections: source,
    findStep,
    clock,
    installation,
    publishEvent: engine.publishEvent,
    findCalled: createFindCalled(q),
  });
  const isSandbox = createIsSandbox({ prisma });
  return {
    flows: createFlows({
      ...{ pool, prisma, audit: audit.record, announce, simulate, isSandbox, odoo, clock, publicUrl },
      ...{ backtest: engine.backtest, connections: source },
    }),
    runs: createRuns({ pool, sensitive, versions, findStep, registrations, engine, audit: audit.record, clock }),
    approvals: createApprovals({ pool, sensitive, versions, rules, findStep, engine, simulate, audit: audit.record, announce, clock }),
    connections: createConnections({ pool, vault, source, test, visit, odoo, practice, audit: audit.record, announce, clock, publicUrl }),
    odoo,
    presence: q.presence,
    access: createAccess({ pool, prisma, audit: audit.record, clock }),
    audit: audit.log,
    events: createEvents({ pool, engine, audit: audit.record }),
    replays: createReplays({ pool, engine, audit: audit.record, clock }),
    history: createHistory({ pool, audit: audit.record, clock }),
    governance: createGovernance({ pool, prisma, audit: audit.record, schema: createSchemaPort(), clock }),
    overview: createOverview({ pool, versions, findStep, clock, isPractice: createIsPractice(publicUrl) }),
  };
}
