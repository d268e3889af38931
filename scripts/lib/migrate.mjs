// Applies prisma/migrations in order, the way `prisma migrate deploy` does (same table, same checksums, same advisory
// lock), so that both agree on what has been applied. Prisma's own command needs an engine binary that npm does not carry.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";

// the lock that Prisma's schema engine takes while it migrates PostgreSQL
const PRISMA_MIGRATION_LOCK = 72707369;

/**
 * @param {{ url: string, root: string }} options
 * @returns {Promise<string[]>} the names of the migrations applied now
 */
export async function migrate({ url, root }) {
  const folder = path.join(root, "prisma/migrations");
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    await db.query("select pg_advisory_lock($1)", [PRISMA_MIGRATION_LOCK]);
    await db.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
      migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
      started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const { rows } = await db.query("select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null");
    const failed = rows.find((row) => !row.finished_at);
    if (failed)
      throw new Error(`Migration ${failed.migration_name} failed in the middle of an earlier start. Restore the backup taken before it, then start again.`);
    const done = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const applied = [];
    for (const name of fs.readdirSync(folder).sort()) {
      const file = path.join(folder, name, "migration.sql");
      if (!fs.existsSync(file)) continue;
      const sql = fs.readFileSync(file, "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      if (done.has(name)) {
        if (done.get(name) !== checksum)
          throw new Error(`Migration ${name} was changed after it had been applied. Migrations only go forward: restore the file and add a new one.`);
        continue;
      }
      // one transaction for the change and its record: a kill in between leaves nothing half done
      await db.query("begin");
      try {
        await db.query(sql);
        await db.query("insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)", [
          randomUUID(),
          checksum,
          name,
        ]);
        await db.query("commit");
      } catch (error) {
        await db.query("rollback");
        throw new Error(`Migration ${name} did not apply, and nothing was changed: ${error.message}`, { cause: error });
      }
      applied.push(name);
    }
    return applied;
  } finally {
    await db.end();
  }
}

/** Makes the database of the address when its server does not have it yet. */
export async function ensureDatabase(url) {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const db = new pg.Client({ connectionString: admin.href });
  await db.connect();
  try {
    const { rowCount } = await db.query("select 1 from pg_database where datname = $1", [name]);
    if (!rowCount) await db.query(`create database "${name.replaceAll('"', '""')}"`);
  } finally {
    await db.end();
  }
}
