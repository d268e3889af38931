/** What the room of flows is given. */
import type { Pool } from "#server/db/pool.ts";
import type { EnvironmentKey, OdooMetadata } from "#server/app.ts";
import type { Prisma } from "#server/db/prisma.ts";
import type { Announce, Clock, ConnectionSource, Engine, RecordAudit, Simulate } from "#server/deps.ts";

export type FlowsDeps = {
  pool: Pool;
  prisma: Prisma;
  audit: RecordAudit;
  announce: Announce;
  simulate: Simulate;
  backtest: Engine["backtest"];
  connections: Pick<ConnectionSource, "variables">;
  /** whether a test run may really send there */
  isSandbox: (environment: EnvironmentKey) => Promise<boolean>;
  odoo: Pick<OdooMetadata, "fields" | "methods">;
  clock: Clock;
  /** how other systems reach this installation */
  publicUrl: string;
};
