/** A database of its own for a test file: a clone of the migrated template (20 ms), dropped afterwards. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createPool } from "../db/pool.ts";
import { createPrisma } from "../db/prisma.ts";
import type { Pool } from "../db/pool.ts";
import type { Prisma } from "../db/prisma.ts";

export type TestDatabase = { url: string; pool: Pool; prisma: Prisma; installationKey: string; drop: () => Promise<void> };

/** Call in beforeAll; call `drop` in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(server, `create database ${name} template template_throughline`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const pool = createPool({ url: address.href });
  const prisma = createPrisma({ url: address.href });
  const { rows } = await pool.query<{ key: string }>("select key from installation");
  return {
    url: address.href,
    pool,
    prisma,
    installationKey: rows[0]?.key ?? "",
    drop: async () => {
      await prisma.$disconnect();
      await pool.end();
      await asAdmin(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
