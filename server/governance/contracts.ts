/** Contracts are made, get new versions, and their versions move on. Each is one transaction with its audit entry. */
import { z } from "zod";
import { canonical } from "#flow/canonical.ts";
import { contractChanges } from "#flow/contract/changes.ts";
import { contractId } from "#flow/contract/reference.ts";
import type { Json } from "#flow/document.ts";
import type { Actor, ContractView, Governance } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import { checkedSchema } from "./checked-schema.ts";
import type { GovernanceDeps } from "./deps.ts";
import { readContract, Schema } from "./read.ts";
import { noContract, noContractVersion } from "./refusals.ts";

const INSERT_CONTRACT = sqlFile(import.meta.url, "insert-contract");
const LOCK = sqlFile(import.meta.url, "lock-contract");
const LATEST = sqlFile(import.meta.url, "latest-version");
const INSERT_VERSION = sqlFile(import.meta.url, "insert-version");
const STATE = sqlFile(import.meta.url, "version-state");
const SET_STATE = sqlFile(import.meta.url, "set-state");

const Named = z.object({ key: z.string(), name: z.string() });
const Latest = z.object({ number: z.number(), schema: Schema });
const KEY = /^[a-z][a-z0-9-]{0,59}$/;

export async function createContract(deps: GovernanceDeps, actor: Actor, q: Parameters<Governance["createContract"]>[1]): Promise<ContractView> {
  if (!KEY.test(q.key))
    throw new UseCaseError({
      code: "contract.key",
      status: 422,
      message: `${q.key.slice(0, 80)} cannot be the key of a contract.`,
      fix: "Use small letters, digits and -, such as purchase-order.",
    });
  const schema = checkedSchema(deps.schema, q.schema);
  const name = q.name.trim();
  await inTransaction(deps.pool, async (transaction) => {
    const { rows } = await transaction.query(INSERT_CONTRACT, [q.key, name, q.description.trim(), actor.id, actor.name]);
    if (!rows[0])
      throw new UseCaseError({
        code: "contract.taken",
        status: 409,
        message: `There is a contract ${q.key} already.`,
        fix: "Choose another key, or give that contract a new version.",
      });
    await insertVersion(deps, { actor, key: q.key, name, version: 1, schema, note: q.note, action: "contract.created" }, transaction);
  });
  return readContract(deps, q.key);
}

export async function addVersion(deps: GovernanceDeps, actor: Actor, q: Parameters<Governance["addVersion"]>[1]): Promise<{ version: number }> {
  const schema = checkedSchema(deps.schema, q.schema);
  return inTransaction(deps.pool, async (transaction) => {
    const { name } = await locked(q.key, transaction);
    const latest = Latest.parse((await transaction.query(LATEST, [q.key])).rows[0]);
    if (latest.number !== q.after)
      throw new UseCaseError({
        code: "contract.moved",
        status: 409,
        message: `Contract ${q.key} has version ${latest.number} meanwhile; you would follow version ${q.after}.`,
        fix: "Look at what changed, then write yours anew.",
      });
    const changes = contractChanges(latest.schema, schema);
    if (canonical(unnamed(latest.schema)) === canonical(unnamed(schema)))
      throw new UseCaseError({
        code: "contract.same",
        status: 422,
        message: `This is what version ${latest.number} of ${q.key} says already.`,
        fix: "Change something, or keep the version that there is.",
      });
    const breaking = changes.filter((change) => change.isBreaking);
    if (breaking.length > 0 && !q.acceptBreaking)
      throw new UseCaseError({
        code: "contract.breaking",
        status: 409,
        message: `This breaks those who keep to version ${latest.number}: ${breaking
          .slice(0, 5)
          .map(({ path, what }) => `${path || "the object"} ${what}`)
          .join("; ")}${breaking.length > 5 ? `; and ${breaking.length - 5} more` : ""}.`,
        fix: "Take the changes back, or accept them by name.",
      });
    const version = latest.number + 1;
    await insertVersion(deps, { actor, key: q.key, name, version, schema, note: q.note, action: "contract.version_added" }, transaction);
    return { version };
  });
}

const FROM: Record<"active" | "retired", readonly string[]> = { active: ["draft"], retired: ["draft", "active"] };

export async function setState(deps: GovernanceDeps, actor: Actor, q: Parameters<Governance["setState"]>[1]): Promise<void> {
  await inTransaction(deps.pool, async (transaction) => {
    const { name } = await locked(q.key, transaction);
    const { rows } = await transaction.query(STATE, [q.key, q.version]);
    if (!rows[0]) throw noContractVersion(q.key, q.version);
    const { state } = z.object({ state: z.string() }).parse(rows[0]);
    if (state === q.state) return;
    if (!FROM[q.state].includes(state))
      throw new UseCaseError({
        code: "contract.state",
        status: 409,
        message: `Version ${q.version} of ${q.key} is ${state} and cannot become ${q.state}.`,
        fix: "Make a new version: states only move onwards.",
      });
    await transaction.query(SET_STATE, [q.key, q.version, state, q.state, actor.name, new Date(deps.clock.now())]);
    await deps.audit(
      {
        actor,
        action: q.state === "active" ? "contract.activated" : "contract.retired",
        subject: { kind: "contract", id: q.key, name },
        detail: { version: q.version, state: { before: state, after: q.state } },
      },
      transaction,
    );
  });
}

async function locked(key: string, transaction: Transaction): Promise<z.infer<typeof Named>> {
  const { rows } = await transaction.query(LOCK, [key]);
  if (!rows[0]) throw noContract(key);
  return Named.parse(rows[0]);
}

type NewVersion = { actor: Actor; key: string; name: string; version: number; schema: { [key: string]: Json }; note: string; action: string };

async function insertVersion({ audit }: GovernanceDeps, q: NewVersion, transaction: Transaction): Promise<void> {
  // a schema that is taken elsewhere still says which version it is
  const schema = { ...q.schema, $id: contractId(q) };
  await transaction.query(INSERT_VERSION, [q.key, q.version, JSON.stringify(schema), q.note.trim(), q.actor.id, q.actor.name]);
  await audit(
    { actor: q.actor, action: q.action, subject: { kind: "contract", id: q.key, name: q.name }, detail: { version: q.version, note: q.note.trim() } },
    transaction,
  );
}

function unnamed({ $id: _, ...schema }: { [key: string]: Json }): Json {
  return schema;
}
