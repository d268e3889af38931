/** A draft over the last runs of its flow: the engine compares, here it is found out of which flow. */
import { keptContracts } from "#flow/contract/named.ts";
import type { BacktestReport, Flows } from "#server/app.ts";
import type { FlowsDeps } from "./deps.ts";
import { knowledgeOf } from "./knowledge.ts";
import { noFlow } from "./refusals.ts";

/** @throws UseCaseError flow.missing, environment.missing */
export async function backtest(deps: FlowsDeps, q: Parameters<Flows["backtest"]>[1]): Promise<BacktestReport> {
  const [flow, knowledge] = await Promise.all([
    deps.prisma.flow.findUnique({ where: { key: q.flow }, select: { id: true } }),
    knowledgeOf(deps, q.environment),
  ]);
  if (!flow) throw noFlow(q.flow);
  const contracts = keptContracts(q.document, knowledge.contracts ?? []);
  return deps.backtest({ flowId: flow.id, environment: q.environment, document: q.document, contracts, last: q.last });
}
