/** What runs of deployed versions are not held to. Looked for where versions are looked at: nobody is told otherwise. */
import { z } from "zod";
import { FlowDocument } from "#flow/document.ts";
import { unkeptContracts, unkeptRules } from "#flow/unkept.ts";
import type { Unkept } from "#flow/unkept.ts";
import type { Prisma } from "#server/db/prisma.ts";
import { governedOf } from "./governed.ts";
import { Judged } from "./standing-rules.ts";

type Row = { id: string; contracts: unknown; deployments: { environment: string; ownership: unknown }[] };

/** By the version's id. Only those that are deployed: their documents are read, and they are three at most. */
export async function unkeptOf(prisma: Prisma, { key, versions }: { key: string; versions: readonly Row[] }): Promise<Map<string, Unkept[]>> {
  const deployed = versions.filter(({ deployments }) => deployments.length > 0);
  if (deployed.length === 0) return new Map();
  const [governed, documents] = await Promise.all([
    governedOf(prisma),
    prisma.version.findMany({ where: { id: { in: deployed.map(({ id }) => id) } }, select: { id: true, document: true } }),
  ]);
  return new Map(
    deployed.map((version) => {
      const document = FlowDocument.parse(documents.find(({ id }) => id === version.id)?.document);
      const contracts = unkeptContracts(document, governed.contracts, Object.keys(Kept.parse(version.contracts)));
      const held = version.deployments.flatMap(({ environment, ownership }): Unkept[] => {
        const judged = Judged.parse(ownership);
        const rules = unkeptRules(document, { flow: key, today: governed.ownership, judged: judged.rules });
        return [told("rules", environment, rules), told("lines", environment, judged.unseen)].flat();
      });
      return [version.id, [...(contracts.length > 0 ? [{ what: "contracts", names: contracts } as const] : []), ...held]];
    }),
  );
}

const Kept = z.record(z.string(), z.unknown());

function told(what: "rules" | "lines", environment: string, names: string[]): Unkept[] {
  return names.length > 0 ? [{ what, environment, names }] : [];
}
