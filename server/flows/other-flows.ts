/** The other flows of an installation as a flow meets them in an environment: those that it can call, and the topics of their events. */
import { z } from "zod";
import { type FlowFact, givenBy, isCallable, takenBy } from "#flow/called-flows.ts";
import { FlowDocument } from "#flow/document.ts";
import { unknownShape } from "#flow/shape.ts";
import { topicsOf } from "#flow/topics.ts";
import type { EnvironmentKey, OtherFlows } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { FlowsDeps } from "./deps.ts";

const OTHERS = sqlFile(import.meta.url, "other-flows");
const TOPICS = sqlFile(import.meta.url, "topics-seen");

/** A flow without a version that is deployed there is met as it is drawn. */
const Row = z.object({
  key: z.string(),
  name: z.string(),
  number: z.number().nullable(),
  deployed: FlowDocument.nullable(),
  draft: FlowDocument.nullable(),
});
type Row = z.infer<typeof Row>;
type Deps = Pick<FlowsDeps, "pool">;

export async function otherFlows(deps: Deps, environment: EnvironmentKey): Promise<OtherFlows> {
  const [rows, seen] = await Promise.all([readFlows(deps, environment), deps.pool.query<{ topic: string }>(TOPICS, [environment])]);
  const flows = factsOf(rows);
  const met = rows.flatMap(({ key, name, number, deployed, draft }) => {
    const document = number === null ? draft : deployed;
    return document ? [{ key, name, document }] : [];
  });
  const topics = topicsOf(
    met,
    seen.rows.map(({ topic }) => topic),
    { flows },
  );
  return { flows, topics };
}

export async function calledFlows(deps: Deps, environment: EnvironmentKey): Promise<FlowFact[]> {
  return factsOf(await readFlows(deps, environment));
}

async function readFlows({ pool }: Deps, environment: EnvironmentKey): Promise<Row[]> {
  return z.array(Row).parse((await pool.query(OTHERS, [environment])).rows);
}

/** What they give is worked out twice: a flow that calls others gives what those give. Deeper than that nothing is told. */
function factsOf(rows: readonly Row[]): FlowFact[] {
  const told = (known: readonly FlowFact[]) => rows.map((row) => factOf(row, known));
  return told(told([]));
}

function factOf({ key, name, number, deployed, draft }: Row, known: readonly FlowFact[]): FlowFact {
  const isDeployed = deployed !== null && isCallable(deployed);
  const document = isDeployed ? deployed : draft !== null && isCallable(draft) ? draft : null;
  if (document === null) return { key, name, version: null, isCallable: false, takes: null, gives: unknownShape };
  return { key, name, version: isDeployed ? number : null, isCallable: true, takes: takenBy(document), gives: givenBy(document, { flows: known }) };
}
