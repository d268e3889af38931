/** People and their groups: made, given roles and disabled by administrators. */
import { hashPassword } from "better-auth/crypto";
import { v7 } from "uuid";
import { z } from "zod";
import type { Access, Actor, PersonView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import { MIN_PASSWORD } from "./auth.ts";
import type { AccessDeps } from "./create.ts";
import { isRole } from "./permissions.ts";

const INSERT_PERSON = sqlFile(import.meta.url, "insert-person");
const INSERT_PASSWORD = sqlFile(import.meta.url, "insert-password");
const LOCK_PERSON = sqlFile(import.meta.url, "lock-person");
const LOCK_ADMINISTRATORS = sqlFile(import.meta.url, "lock-administrators");
const UPDATE_PERSON = sqlFile(import.meta.url, "update-person");
const END_SESSIONS = sqlFile(import.meta.url, "end-sessions");
const LEAVE_GROUPS = sqlFile(import.meta.url, "leave-groups");
const JOIN_GROUPS = sqlFile(import.meta.url, "join-groups");
const UNKNOWN_GROUPS = sqlFile(import.meta.url, "unknown-groups");

const Locked = z.object({ id: z.string(), name: z.string(), role: z.string(), disabled_at: z.date().nullable() });

export async function listPeople(deps: AccessDeps): Promise<PersonView[]> {
  const people = await deps.prisma.user.findMany({ include: { groups: true }, orderBy: { name: "asc" } });
  return people.map((person) => ({
    id: person.id,
    name: person.name,
    email: person.email,
    role: isRole(person.role) ? person.role : "viewer",
    disabled: person.disabledAt !== null,
    groups: person.groups.map((each) => each.groupKey).sort(),
    createdAt: person.createdAt.toISOString(),
  }));
}

export async function createPerson(deps: AccessDeps, actor: Actor, q: Parameters<Access["createPerson"]>[1]): Promise<PersonView> {
  if (q.password.length < MIN_PASSWORD) {
    throw new UseCaseError({
      code: "person.password_short",
      status: 422,
      message: `The password has fewer than ${MIN_PASSWORD} characters.`,
      fix: "Choose a longer one.",
    });
  }
  const id = v7();
  // better-auth looks people up by their address in lower case
  const email = q.email.trim().toLowerCase();
  const password = await hashPassword(q.password);
  await inTransaction(deps.pool, async (transaction) => {
    const inserted = await transaction.query(INSERT_PERSON, [id, q.name.trim(), email, q.role]);
    if (inserted.rowCount === 0) {
      throw new UseCaseError({
        code: "person.email_taken",
        status: 409,
        message: `Somebody with the address ${email} exists already.`,
        fix: "Change that person instead.",
      });
    }
    await transaction.query(INSERT_PASSWORD, [v7(), id, password]);
    await deps.audit({ actor, action: "person.created", subject: { kind: "person", id, name: q.name.trim() }, detail: { email, role: q.role } }, transaction);
  });
  return personView(deps, id);
}

export async function updatePerson(deps: AccessDeps, actor: Actor, q: Parameters<Access["updatePerson"]>[1]): Promise<PersonView> {
  await inTransaction(deps.pool, async (transaction) => {
    const administrators = z.array(z.object({ id: z.string() })).parse((await transaction.query(LOCK_ADMINISTRATORS)).rows);
    const [row] = (await transaction.query(LOCK_PERSON, [q.id])).rows;
    if (row === undefined) throw missing(q.id);
    const person = Locked.parse(row);
    const role = q.role ?? person.role;
    const disabled = q.disabled ?? person.disabled_at !== null;
    if (administrators.every((each) => each.id === q.id) && (role !== "administrator" || disabled) && person.role === "administrator") {
      throw new UseCaseError({
        code: "person.last_administrator",
        status: 409,
        message: `${person.name} is the only administrator; without one nobody could manage this installation.`,
        fix: "Make somebody else an administrator first.",
      });
    }
    const disabledAt = disabled ? (person.disabled_at ?? new Date(deps.clock.now())) : null;
    await transaction.query(UPDATE_PERSON, [q.id, role, disabledAt]);
    if (disabled) await transaction.query(END_SESSIONS, [q.id]);
    if (q.groups) await setGroups(transaction, q.id, q.groups);
    const detail = {
      ...(q.role === undefined || q.role === person.role ? {} : { role: { before: person.role, after: q.role } }),
      ...(q.disabled === undefined ? {} : { disabled: { before: person.disabled_at !== null, after: disabled } }),
      ...(q.groups === undefined ? {} : { groups: q.groups }),
    };
    await deps.audit({ actor, action: "person.changed", subject: { kind: "person", id: q.id, name: person.name }, detail }, transaction);
  });
  return personView(deps, q.id);
}

async function setGroups(transaction: Transaction, id: string, groups: string[]): Promise<void> {
  const unknown = z.array(z.object({ key: z.string() })).parse((await transaction.query(UNKNOWN_GROUPS, [groups])).rows);
  const [first] = unknown;
  if (first)
    throw new UseCaseError({
      code: "group.unknown",
      status: 422,
      message: `There is no group ${first.key}.`,
      fix: "Choose one of the groups of this installation.",
    });
  await transaction.query(LEAVE_GROUPS, [id, groups]);
  await transaction.query(JOIN_GROUPS, [id, groups]);
}

async function personView(deps: AccessDeps, id: string): Promise<PersonView> {
  const person = (await listPeople(deps)).find((each) => each.id === id);
  if (!person) throw missing(id);
  return person;
}

function missing(id: string): UseCaseError {
  return new UseCaseError({ code: "person.unknown", status: 404, message: `There is no person ${id}.` });
}
