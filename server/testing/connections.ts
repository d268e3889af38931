/** What test files of the connections begin with: a database of their own, the room, and an Odoo and a practice Odoo that answer what a test says. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeEach } from "vitest";
import type { Actor, Connections, ConnectionTrial, LiveMessage, PracticeFault } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { OdooVisit, OpenConnection, Vault } from "#server/deps.ts";
import { createConnections } from "../connections/create.ts";
import type { ConnectionsDeps } from "../connections/create.ts";
import { createConnectionSource } from "../connections/source.ts";
import type { ForgetfulSource } from "../connections/source.ts";
import { createVault } from "../connections/vault.ts";
import type { Pool } from "../db/pool.ts";
import { testDatabase } from "./database.ts";
import { auditInto } from "./history.ts";

export const ADMIN: Actor = { kind: "person", id: "tomasz", name: "Tomasz Zieliński", role: "administrator" };
export const OPERATOR: Actor = { kind: "person", id: "sam", name: "Sam Adeyemi", role: "operator" };
export const SYSTEM: Actor = { kind: "system", id: "throughline", name: "Throughline", role: "administrator" };
export const KEY = "odoo-key-0123456789-wxyz";
export const ODOO = { url: "https://odoo.halvorsen.example", database: "halvorsen", login: "flows@halvorsen.example" };
export const AT = { environment: "production", key: "odoo" };

const FIELD = { label: "", type: "many2one", required: false, readonly: false, selection: null, help: null, inverse: null, filled: false };
const TABLES = ["connection", "secret", "variable", "audit", "deployment", "version", "draft", "flow"];

type Audited = { action: string; actor_name: string; detail: unknown; environment: string };

/** What a test sets stands until the next one begins. */
type Set = {
  /** what a test of a connection finds */
  health: ConnectionTrial;
  fault: PracticeFault;
  visit: OdooVisit;
  /** `model/field` to the model that it leads to */
  relations: Record<string, string>;
};

export type ConnectionsOfFile = Set & {
  pool: Pool;
  vault: Vault;
  room: Connections;
  source: ForgetfulSource;
  announced: LiveMessage[];
  /** connections that were tested */
  asked: OpenConnection[];
  create: (over?: Partial<Parameters<Connections["create"]>[1]>) => ReturnType<Connections["create"]>;
  audit: () => Promise<Audited[]>;
};

const nobody = () => Promise.reject(new Error("nobody was to be asked"));

const unset = (): Set => ({
  health: { ok: true, checks: [{ name: "Reachable", ok: true, message: "It answers." }], identity: { name: "Flows" }, milliseconds: 12 },
  fault: "none",
  visit: { probe: nobody, rights: nobody, makeKey: nobody },
  relations: {},
});

/** Awaited once at the top of a file: before each test the room is a new one, and its tables are empty. */
export async function connectionsOfFile(): Promise<ConnectionsOfFile> {
  const { pool, drop } = await testDatabase();
  afterAll(() => drop());
  const vault = createVault(new Uint8Array(randomBytes(32)));
  const fresh = () => {
    const source = createConnectionSource({ pool, vault });
    return { source, room: createConnections({ ...outside, pool, vault, source, audit: auditInto(pool) }), announced: [], asked: [], ...unset() };
  };
  const outside: Omit<ConnectionsDeps, "pool" | "vault" | "source" | "audit"> = {
    test: async (connection) => {
      rig.asked.push(connection);
      return rig.health;
    },
    visit: { probe: (q) => rig.visit.probe(q), rights: (...q) => rig.visit.rights(...q), makeKey: (...q) => rig.visit.makeKey(...q) },
    odoo: {
      fields: async ({ model }) =>
        Object.entries(rig.relations)
          .filter(([path]) => path.startsWith(`${model}/`))
          .map(([path, relation]) => ({ ...FIELD, name: path.slice(model.length + 1), relation })),
    },
    practice: {
      fault: async () => rig.fault,
      setFault: async (next) => {
        rig.fault = next;
      },
    },
    announce: async (message) => {
      rig.announced.push(message);
    },
    clock: { now: () => Date.parse("2026-11-23T10:00:00Z") },
    publicUrl: "http://127.0.0.1:3000",
  };
  const rig: ConnectionsOfFile = {
    ...fresh(),
    pool,
    vault,
    create: (over = {}) => rig.room.create(ADMIN, { ...AT, kind: "odoo", name: "Odoo", config: ODOO, secrets: { apiKey: KEY }, ...over }),
    audit: async () => (await pool.query<Audited>("select action, actor_name, detail, environment from audit order by id")).rows,
  };
  beforeEach(async () => {
    for (const table of TABLES) await pool.query(`delete from ${table}`);
    Object.assign(rig, fresh());
  });
  return rig;
}

export async function refusal(work: Promise<unknown>): Promise<UseCaseError> {
  const error = await work.then(
    () => new Error("it was not refused"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof UseCaseError)) throw error;
  return error;
}
