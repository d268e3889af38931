/** Connections, secrets and variables as running flows use them: opened, and kept in memory until they change. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { LiveMessage } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { ConnectionSource, OpenConnection, Vault } from "#server/deps.ts";
import { PRACTICE_MARK } from "./practice.ts";
import { openFor, ownerOfConnection, ownerOfSecret } from "./sealed.ts";
import { VaultError } from "./vault.ts";

const CONNECTION = sqlFile(import.meta.url, "open-connection");
const SECRET = sqlFile(import.meta.url, "open-secret");
const VARIABLES = sqlFile(import.meta.url, "open-variables");

/** Announcements of changes can be lost with the connection that carries them: nothing is believed for longer than this. */
const BELIEVED_MS = 30_000;

const ConnectionRow = z.object({
  kind: z.enum(["odoo", "http", "smtp"]),
  name: z.string(),
  config: z.record(z.string(), Json),
  secrets: z.instanceof(Uint8Array).nullable(),
});
const SecretRow = z.object({ ciphertext: z.instanceof(Uint8Array) });
const VariableRow = z.object({ name: z.string(), value: Json });

export type ForgetfulSource = ConnectionSource & {
  /** Forgets what a message of kind connection speaks of; without a message everything, for a listener that was away. */
  forget: (message?: LiveMessage) => void;
};

export function createConnectionSource(deps: { pool: Pool; vault: Vault; monotonic?: () => number }): ForgetfulSource {
  const now = deps.monotonic ?? (() => performance.now());
  const connections = createMemory<OpenConnection>(now);
  const secrets = createMemory<string | null>(now);
  const variables = createMemory<Record<string, Json>>(now);

  return {
    get: (q) => connections.get(q.environment, q.key, () => connection(deps, q)),
    secret: (q) => secrets.get(q.environment, q.name, () => secret(deps, q)),
    variables: (environment) =>
      variables.get(environment, "", async () => {
        const rows = z.array(VariableRow).parse((await deps.pool.query(VARIABLES, [environment])).rows);
        return Object.fromEntries(rows.map((row) => [row.name, row.value]));
      }),
    forget: (message) => {
      if (message !== undefined && message.kind !== "connection") return;
      for (const memory of [connections, secrets, variables]) memory.forget(message?.environment);
    },
  };
}

type Memory<T> = { get: (environment: string, name: string, load: () => Promise<T>) => Promise<T>; forget: (environment?: string) => void };

/** Keeps the promise, not its value: what was read before a change is forgotten even when it arrives after it. */
function createMemory<T>(now: () => number): Memory<T> {
  const kept = new Map<string, { environment: string; at: number; value: Promise<T> }>();
  return {
    get: (environment, name, load) => {
      const id = `${environment}\n${name}`;
      const known = kept.get(id);
      if (known !== undefined && now() - known.at < BELIEVED_MS) return known.value;
      const entry = { environment, at: now(), value: load() };
      kept.set(id, entry);
      // a failure is not worth keeping
      entry.value.catch(() => kept.get(id) === entry && kept.delete(id));
      return entry.value;
    },
    forget: (environment) => {
      for (const [id, entry] of kept) if (environment === undefined || entry.environment === environment) kept.delete(id);
    },
  };
}

async function connection(deps: { pool: Pool; vault: Vault }, q: { environment: string; key: string }): Promise<OpenConnection> {
  const [found] = (await deps.pool.query(CONNECTION, [q.environment, q.key])).rows;
  if (found === undefined) {
    throw technical("configuration", "connection.missing", `There is no connection ${q.key} in ${q.environment}.`, {
      fix: "Create it under Connections, or choose another one in the step.",
      where: { connection: q.key },
    });
  }
  const row = ConnectionRow.parse(found);
  // the label is for screens; adapters know only the settings of their kind
  const { [PRACTICE_MARK]: _label, ...config } = row.config;
  const sealed = row.secrets;
  const secrets = sealed === null ? {} : readable(() => openFor(deps.vault, ownerOfConnection(q), sealed), `connection ${row.name}`);
  return { environment: q.environment, key: q.key, kind: row.kind, name: row.name, config, secrets };
}

async function secret(deps: { pool: Pool; vault: Vault }, q: { environment: string; name: string }): Promise<string | null> {
  const [found] = (await deps.pool.query(SECRET, [q.environment, q.name])).rows;
  if (found === undefined) return null;
  const { ciphertext } = SecretRow.parse(found);
  return readable(() => openFor(deps.vault, ownerOfSecret(q), ciphertext), `secret ${q.name}`).value ?? null;
}

function readable<T>(open: () => T, what: string): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw technical(
      "configuration",
      "connection.secrets_unreadable",
      `What is stored for ${what} cannot be opened: it was encrypted under another THROUGHLINE_SECRET_KEY, or altered.`,
      {
        fix: "Start with the key that it was stored under, or enter the secret again.",
      },
    );
  }
}
