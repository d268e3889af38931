/** What flows are checked against in every environment alike: contracts, and who owns what (server/governance writes them). */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Flows } from "#server/app.ts";
import type { Prisma } from "#server/db/prisma.ts";

const Contract = z
  .object({
    contract: z.string(),
    number: z.number(),
    state: z.enum(["draft", "active", "retired"]),
    schema: z.record(z.string(), Json),
    of: z.object({ name: z.string() }),
  })
  .transform(({ contract, number, state, schema, of }) => ({ key: contract, name: of.name, version: number, state, schema }));
/** As a row is read. */
export const Rule = z
  .object({
    id: z.string(),
    objectKind: z.enum(["model", "contract"]),
    object: z.string(),
    field: z.string(),
    system: z.string(),
    policy: z.enum(["flag", "stop"]),
    writers: z.array(z.string()),
  })
  .transform(({ objectKind, object, field, ...rule }) => ({ ...rule, object: { kind: objectKind, name: object }, field: field === "" ? null : field }));

export async function governedOf(prisma: Prisma): ReturnType<Flows["governed"]> {
  const [contracts, ownership] = await Promise.all([
    prisma.contractVersion.findMany({
      orderBy: [{ contract: "asc" }, { number: "desc" }],
      select: { contract: true, number: true, state: true, schema: true, of: { select: { name: true } } },
    }),
    prisma.ownershipRule.findMany({ orderBy: [{ objectKind: "asc" }, { object: "asc" }, { field: "asc" }] }),
  ]);
  return { contracts: z.array(Contract).parse(contracts), ownership: z.array(Rule).parse(ownership) };
}
