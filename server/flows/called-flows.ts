/** The flows that a step can call, as they are in an environment: what they take and what they give. */
import { z } from "zod";
import { type FlowFact, givenBy, takenBy } from "#flow/called-flows.ts";
import { FlowDocument } from "#flow/document.ts";
import { unknownShape } from "#flow/shape.ts";
import type { EnvironmentKey } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { FlowsDeps } from "./deps.ts";

const CALLED = sqlFile(import.meta.url, "called-flows");

const Row = z.object({ key: z.string(), name: z.string(), number: z.number().nullable(), document: FlowDocument.nullable() });

/** What they give is worked out twice: a flow that calls others gives what those give. Deeper than that nothing is told. */
export async function calledFlows({ pool }: Pick<FlowsDeps, "pool">, environment: EnvironmentKey): Promise<FlowFact[]> {
  const { rows } = await pool.query(CALLED, [environment]);
  const flows = z.array(Row).parse(rows);
  const told = (known: readonly FlowFact[]) =>
    flows.map(({ key, name, number, document }): FlowFact => {
      if (document === null) return { key, name, version: null, isCallable: false, takes: null, gives: unknownShape };
      return { key, name, version: number, isCallable: true, takes: takenBy(document), gives: givenBy(document, { flows: known }) };
    });
  return told(told([]));
}
