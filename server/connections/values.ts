/** Secrets and variables that flows name, per environment. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Actor, Connections } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { ConnectionsRoom } from "./create.ts";
import { ownerOfSecret, sealFor } from "./sealed.ts";
import { knownEnvironment } from "./view.ts";

const SECRETS = sqlFile(import.meta.url, "secrets");
const PUT_SECRET = sqlFile(import.meta.url, "put-secret");
const VARIABLES = sqlFile(import.meta.url, "variables");
const PUT_VARIABLE = sqlFile(import.meta.url, "put-variable");

const SECRET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,79}$/;

const SecretRow = z.object({ name: z.string(), updated_at: z.date() });
const VariableRow = z.object({ name: z.string(), value: Json, updated_at: z.date() });

export async function listSecrets(room: ConnectionsRoom, q: { environment: string }): ReturnType<Connections["secrets"]> {
  await knownEnvironment(room, q.environment);
  const rows = z.array(SecretRow).parse((await room.pool.query(SECRETS, [q.environment])).rows);
  return rows.map((row) => ({ name: row.name, updatedAt: row.updated_at.toISOString() }));
}

export async function putSecret(room: ConnectionsRoom, actor: Actor, q: { environment: string; name: string; value: string }): Promise<void> {
  if (!SECRET_NAME.test(q.name))
    throw new UseCaseError({
      code: "secret.name",
      status: 422,
      message: `${q.name.slice(0, 80)} cannot be the name of a secret.`,
      fix: "Use letters, digits, ., - and _, such as crm.",
    });
  if (q.value === "") throw new UseCaseError({ code: "secret.empty", status: 422, message: `The secret ${q.name} would be empty.`, fix: "Send its value." });
  await knownEnvironment(room, q.environment);
  await inTransaction(room.pool, async (transaction) => {
    const sealed = sealFor(room.vault, ownerOfSecret(q), { value: q.value });
    await transaction.query(PUT_SECRET, [q.environment, q.name, sealed, new Date(room.clock.now())]);
    await room.audit({ actor, action: "secret.set", subject: { kind: "secret", id: q.name, name: q.name }, environment: q.environment }, transaction);
    await room.announce({ kind: "connection", key: q.name, environment: q.environment }, transaction);
  });
  room.forget({ environment: q.environment, key: q.name });
}

export async function listVariables(room: ConnectionsRoom, q: { environment: string }): ReturnType<Connections["variables"]> {
  await knownEnvironment(room, q.environment);
  const rows = z.array(VariableRow).parse((await room.pool.query(VARIABLES, [q.environment])).rows);
  return rows.map((row) => ({ name: row.name, value: row.value, updatedAt: row.updated_at.toISOString() }));
}

export async function putVariable(room: ConnectionsRoom, actor: Actor, q: { environment: string; name: string; value: Json }): Promise<void> {
  if (!VARIABLE_NAME.test(q.name))
    throw new UseCaseError({
      code: "variable.name",
      status: 422,
      message: `${q.name.slice(0, 80)} cannot be the name of a variable.`,
      fix: "Use letters, digits and _, such as overhead_rate: expressions read it as vars.overhead_rate.",
    });
  await knownEnvironment(room, q.environment);
  await inTransaction(room.pool, async (transaction) => {
    await transaction.query(PUT_VARIABLE, [q.environment, q.name, JSON.stringify(q.value), new Date(room.clock.now())]);
    await room.audit(
      { actor, action: "variable.set", subject: { kind: "variable", id: q.name, name: q.name }, environment: q.environment, detail: { value: q.value } },
      transaction,
    );
    await room.announce({ kind: "connection", key: q.name, environment: q.environment }, transaction);
  });
  room.forget({ environment: q.environment, key: q.name });
}
