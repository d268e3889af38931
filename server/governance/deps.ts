/** What the room of contracts and ownership is given. */
import type { SchemaPort } from "#flow/ports.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Prisma } from "#server/db/prisma.ts";
import type { Clock, RecordAudit } from "#server/deps.ts";

export type GovernanceDeps = { pool: Pool; prisma: Prisma; audit: RecordAudit; schema: SchemaPort; clock: Clock };
