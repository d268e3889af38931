/** Contracts as they are looked at: all of them, and one with its versions and who uses it. */
import { z } from "zod";
import { fieldsOf } from "#flow/contract/fields.ts";
import { readContractId, readContractRef } from "#flow/contract/reference.ts";
import { Json } from "#flow/document.ts";
import type { ContractSummary, ContractUse, ContractView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { GovernanceDeps } from "./deps.ts";
import { noContract } from "./refusals.ts";

const USED_BY = sqlFile(import.meta.url, "used-by");

export const Schema = z.record(z.string(), Json);
const State = z.enum(["draft", "active", "retired"]);
const Use = z.object({
  flow: z.string(),
  name: z.string(),
  step: z.string(),
  step_name: z.string(),
  how: z.enum(["publishes", "checks", "makes"]),
  ref: z.string(),
  environment: z.string().nullable(),
});

export async function listContracts({ prisma }: Pick<GovernanceDeps, "prisma">): Promise<ContractSummary[]> {
  const contracts = await prisma.contract.findMany({ orderBy: { name: "asc" }, include: { versions: { orderBy: { number: "desc" } } } });
  return contracts.map(({ key, name, description, versions }) => ({
    key,
    name,
    description,
    fields: versions[0] ? fieldsOf(Schema.parse(versions[0].schema)).length : 0,
    versions: versions.map(({ number, state }) => ({ number, state: State.parse(state) })),
  }));
}

export async function readContract({ prisma, pool }: Pick<GovernanceDeps, "prisma" | "pool">, key: string): Promise<ContractView> {
  const contract = await prisma.contract.findUnique({ where: { key }, include: { versions: { orderBy: { number: "desc" } } } });
  if (!contract) throw noContract(key);
  const { rows } = await pool.query(USED_BY, [key]);
  return {
    key,
    name: contract.name,
    description: contract.description,
    versions: contract.versions.map((version) => ({
      number: version.number,
      state: State.parse(version.state),
      schema: Schema.parse(version.schema),
      note: version.note,
      createdBy: version.createdByName,
      createdAt: version.createdAt.toISOString(),
      stateBy: version.stateByName,
      stateAt: version.stateAt?.toISOString() ?? null,
    })),
    usedBy: z
      .array(Use)
      .parse(rows)
      .flatMap((row) => useOf(row, key)),
  };
}

function useOf(row: z.infer<typeof Use>, key: string): ContractUse[] {
  const named = readContractRef(row.ref) ?? readContractId(row.ref);
  if (named?.key !== key) return [];
  return [{ flow: row.flow, name: row.name, step: row.step, stepName: row.step_name, version: named.version, how: row.how, deployedIn: row.environment }];
}
