/** Connections are made, changed and removed. Each change is one transaction with its audit entry and its announcement. */
import { v7 } from "uuid";
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Actor, Connections, ConnectionView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import type { ConnectionsRoom } from "./create.ts";
import { checkedConfig } from "./kinds.ts";
import type { Checked } from "./kinds.ts";
import { keepsMark, PRACTICE_MARK } from "./practice.ts";
import { openFor, ownerOfConnection, sealFor } from "./sealed.ts";
import { VaultError } from "./vault.ts";
import { getConnection, knownEnvironment, missing, SecretHints, usesIn } from "./view.ts";

const INSERT = sqlFile(import.meta.url, "insert");
const LOCK = sqlFile(import.meta.url, "lock");
const UPDATE = sqlFile(import.meta.url, "update");
const REMOVE = sqlFile(import.meta.url, "remove");

const KEY = /^[a-z0-9][a-z0-9_-]{0,79}$/;
/** Of a shorter secret four characters would tell too much. */
const HINTED_FROM = 12;

const Locked = z.object({
  kind: z.enum(["odoo", "http", "smtp"]),
  name: z.string(),
  config: z.record(z.string(), Json),
  secrets: z.instanceof(Uint8Array).nullable(),
  secret_hints: SecretHints,
});
type Locked = z.infer<typeof Locked>;

export async function createConnection(room: ConnectionsRoom, actor: Actor, q: Parameters<Connections["create"]>[1]): Promise<ConnectionView> {
  if (!KEY.test(q.key))
    throw new UseCaseError({
      code: "connection.key",
      status: 422,
      message: `${q.key.slice(0, 80)} cannot be the key of a connection.`,
      fix: "Use lower-case letters, digits, - and _, such as odoo or crm-api.",
    });
  await knownEnvironment(room, q.environment);
  const { mark, config } = unmarked(actor, q.config);
  const checked = checkedConfig(q.kind, config);
  mayOpenPrivate(actor, checked.config, {});
  const secrets = checkedSecrets(checked.secrets, q.secrets);
  const now = new Date(room.clock.now());
  const name = q.name?.trim() || q.key;
  const hints = hintsOf(secrets, now);
  await inTransaction(room.pool, async (transaction) => {
    const inserted = await transaction.query(INSERT, [
      v7(),
      q.environment,
      q.key,
      q.kind,
      name,
      JSON.stringify({ ...checked.config, ...mark }),
      sealed(room, q, secrets),
      JSON.stringify(hints),
      Object.keys(secrets).length === 0 ? null : now,
      now,
    ]);
    if (inserted.rowCount === 0) {
      throw new UseCaseError({
        code: "connection.key_taken",
        status: 409,
        message: `There is a connection ${q.key} in ${q.environment} already.`,
        fix: "Change that one, or use another key.",
      });
    }
    await recorded(room, transaction, {
      actor,
      action: "connection.created",
      q,
      name,
      detail: { kind: q.kind, config: checked.config, secrets: Object.keys(secrets) },
    });
  });
  room.forget(q);
  return getConnection(room, q);
}

/** Settings that are not named stay as they are; null removes one. The same for secrets: an empty one stays. */
export async function updateConnection(room: ConnectionsRoom, actor: Actor, q: Parameters<Connections["update"]>[1]): Promise<ConnectionView> {
  await inTransaction(room.pool, async (transaction) => {
    const before = await locked(transaction, q);
    const { mark, config } = unmarked(actor, q.config ?? {});
    const { config: stored } = unmarked(actor, before.config);
    const wanted = Object.fromEntries(Object.entries({ ...stored, ...config }).filter(([, value]) => value !== null));
    const checked = checkedConfig(before.kind, wanted);
    mayOpenPrivate(actor, checked.config, stored);
    const after = keepsMark(before.config, wanted) ? { ...checked.config, [PRACTICE_MARK]: true } : { ...checked.config, ...mark };
    const given = Object.fromEntries(Object.entries(q.secrets ?? {}).filter(([, value]) => value !== ""));
    const names = new Set(checked.secrets.map((each) => each.name));
    const kept = Object.fromEntries(Object.entries(opened(room, q, before)).filter(([name]) => names.has(name)));
    const secrets = checkedSecrets(checked.secrets, { ...kept, ...given });
    const now = new Date(room.clock.now());
    const hints = { ...Object.fromEntries(Object.entries(before.secret_hints).filter(([name]) => name in kept)), ...hintsOf(given, now) };
    const name = q.name?.trim() || before.name;
    await transaction.query(UPDATE, [
      q.environment,
      q.key,
      name,
      JSON.stringify(after),
      sealed(room, q, secrets),
      JSON.stringify(hints),
      Object.keys(given).length === 0 ? null : now,
      now,
      isSame(tested(before.config), tested(after)) && Object.keys(given).length === 0,
    ]);
    await recorded(room, transaction, {
      actor,
      action: "connection.changed",
      q,
      name,
      detail: {
        config: changes(stored, checked.config),
        secrets: Object.keys(given),
        ...(name === before.name ? {} : { name: { before: before.name, after: name } }),
      },
    });
  });
  room.forget(q);
  return getConnection(room, q);
}

export async function removeConnection(room: ConnectionsRoom, actor: Actor, q: Parameters<Connections["remove"]>[1]): Promise<void> {
  await inTransaction(room.pool, async (transaction) => {
    const before = await locked(transaction, q);
    const deployed = (await usesIn(room, q.environment)).filter((use) => use.connection === q.key && use.deployed);
    if (deployed.length > 0) {
      const flows = [...new Set(deployed.map((use) => use.name))].join(", ");
      throw new UseCaseError({
        code: "connection.in_use",
        status: 409,
        message: `Connection ${before.name} cannot be removed: ${flows} is deployed in ${q.environment} and uses it.`,
        fix: "Deploy a version that does without it first.",
      });
    }
    await transaction.query(REMOVE, [q.environment, q.key]);
    await recorded(room, transaction, { actor, action: "connection.removed", q, name: before.name, detail: { kind: before.kind } });
  });
  room.forget(q);
}

async function locked(transaction: Transaction, q: { environment: string; key: string }): Promise<Locked> {
  const [row] = (await transaction.query(LOCK, [q.environment, q.key])).rows;
  if (row === undefined) throw missing(q);
  return Locked.parse(row);
}

/** Only the product itself labels what it brought. */
function unmarked(actor: Actor, given: Record<string, Json>): { mark: Record<string, Json>; config: Record<string, Json> } {
  const { [PRACTICE_MARK]: mark, ...config } = given;
  return { mark: mark === true && actor.kind === "system" ? { [PRACTICE_MARK]: true } : {}, config };
}

export function mayOpenPrivate(actor: Actor, after: Record<string, Json>, before: Record<string, Json>): void {
  if (after.allowPrivate !== true || before.allowPrivate === true || actor.role === "administrator") return;
  throw new UseCaseError({
    code: "connection.private_forbidden",
    status: 403,
    message: "Only an administrator may let a connection reach private addresses.",
    fix: "Ask an administrator, or leave allowPrivate out.",
  });
}

export function checkedSecrets(known: Checked["secrets"], given: Record<string, string>): Record<string, string> {
  const strange = Object.keys(given).filter((name) => !known.some((each) => each.name === name));
  const absent = known.filter((each) => each.required && (given[each.name] ?? "") === "").map((each) => each.name);
  const names = known.map((each) => each.name).join(", ") || "none";
  if (strange.length > 0)
    throw new UseCaseError({
      code: "connection.secrets",
      status: 422,
      message: `This connection has no secret ${strange.join(", ")}.`,
      fix: `Its secrets: ${names}.`,
    });
  if (absent.length > 0)
    throw new UseCaseError({
      code: "connection.secrets",
      status: 422,
      message: `The connection needs the secret ${absent.join(", ")}.`,
      fix: "Send it under secrets; it is stored encrypted and never shown again.",
    });
  return given;
}

function sealed(room: ConnectionsRoom, q: { environment: string; key: string }, secrets: Record<string, string>): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : sealFor(room.vault, ownerOfConnection(q), secrets);
}

/** Secrets that cannot be opened any more must not keep a person from entering new ones. */
function opened(room: ConnectionsRoom, q: { environment: string; key: string }, before: Locked): Record<string, string> {
  if (before.secrets === null) return {};
  try {
    return openFor(room.vault, ownerOfConnection(q), before.secrets);
  } catch (error) {
    if (error instanceof VaultError) return {};
    throw error;
  }
}

function hintsOf(secrets: Record<string, string>, now: Date): SecretHints {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, { last4: value.length < HINTED_FROM ? "" : value.slice(-4), setAt: now.toISOString() }]),
  );
}

/** What a test looks at: what flows may do there, and when the key ends, it does not. */
function tested(config: Record<string, Json>): Record<string, Json> {
  const { allow: _, keyExpires: __, limits: ___, ...rest } = config;
  return rest;
}

function isSame(before: Record<string, Json>, after: Record<string, Json>): boolean {
  return Object.keys({ ...before, ...after }).every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]));
}

function changes(before: Record<string, Json>, after: Record<string, Json>): Json {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(names.map((name) => [name, { before: before[name] ?? null, after: after[name] ?? null }]));
}

async function recorded(
  room: ConnectionsRoom,
  transaction: Transaction,
  entry: { actor: Actor; action: string; q: { environment: string; key: string }; name: string; detail: Json },
): Promise<void> {
  const { actor, action, q, name, detail } = entry;
  await room.audit({ actor, action, subject: { kind: "connection", id: q.key, name }, environment: q.environment, detail }, transaction);
  await room.announce({ kind: "connection", key: q.key, environment: q.environment }, transaction);
}
