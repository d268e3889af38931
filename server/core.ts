/** The engine and what it reads, given the database, the other systems and the clock. Every process has it, whatever its role. */
import { findStep } from "#flow/steps/index.ts";
import { createAudit } from "./audit/create.ts";
import type { ForgetfulSource } from "./connections/source.ts";
import type { Pool } from "./db/pool.ts";
import type { Announce, Clock, Gates, PortsFor, Vault } from "./deps.ts";
import { createEngine } from "./engine/create.ts";
import { createRegistrationSource, createVersionSource } from "./flows/sources.ts";
import { createRuleSource } from "./flows/standing-rules.ts";
import type { Log } from "./log.ts";
import { createSensitive } from "./sensitive.ts";

export type CoreDeps = {
  pool: Pool;
  clock: Clock;
  log: Log;
  /** key of this installation, from the table of that name */
  installation: string;
  announce: Announce;
  vault: Vault;
  source: ForgetfulSource;
  portsFor: PortsFor;
  gates: Gates;
};

export type Core = ReturnType<typeof createCore>;

export function createCore(q: CoreDeps) {
  const { pool, clock, log, installation, announce, source: connections, portsFor, gates } = q;
  const audit = createAudit({ pool });
  const versions = createVersionSource({ pool });
  const registrations = createRegistrationSource({ pool, versions });
  const rules = createRuleSource({ pool });
  const sensitive = createSensitive(q.vault);
  const engine = createEngine({
    ...{ pool, clock, log, installation, announce, connections, portsFor, gates },
    ...{ findStep, versions, registrations, rules, sensitive, audit: audit.record },
  });
  return { audit, versions, registrations, rules, sensitive, engine };
}
