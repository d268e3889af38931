/** How the flows of this installation fill the fields of a model: what a mapper suggests first. */
import { FlowDocument } from "#flow/document.ts";
import { mappingsIn, rankedMappings } from "#flow/mapping/earlier.ts";
import type { FieldMapping } from "#server/app.ts";
import type { FlowsDeps } from "./deps.ts";

const MOST = 200;

/** The latest version of each flow counts: what was published was meant. */
export async function earlierMappings(deps: FlowsDeps, q: { model: string; except?: string | undefined }): Promise<FieldMapping[]> {
  const flows = await deps.prisma.flow.findMany({
    where: { archivedAt: null, ...(q.except === undefined ? {} : { key: { not: q.except } }) },
    orderBy: { key: "asc" },
    select: { name: true, versions: { orderBy: { number: "desc" }, take: 1, select: { document: true } } },
  });
  const mapped = flows.flatMap(({ name, versions: [latest] }) =>
    latest ? [{ name, mappings: mappingsIn(FlowDocument.parse(latest.document), q.model) }] : [],
  );
  return rankedMappings(mapped).slice(0, MOST);
}
