/** A draft over the last runs of its flow: the engine compares, here it is found out of which flow, and what the draft is held against. */
import type { BacktestReport, Flows } from "#server/app.ts";
import type { FlowsDeps } from "./deps.ts";
import { judgedToday } from "./judged-today.ts";
import { knowledgeOf } from "./knowledge.ts";
import { noFlow } from "./refusals.ts";

/** @throws UseCaseError flow.missing, environment.missing */
export async function backtest(deps: FlowsDeps, q: Parameters<Flows["backtest"]>[1]): Promise<BacktestReport> {
  const flow = await deps.prisma.flow.findUnique({ where: { key: q.flow }, select: { id: true } });
  if (!flow) throw noFlow(q.flow);
  await knowledgeOf(deps, q.environment);
  const { unseen, ...judged } = await judgedToday(deps, q);
  const report = await deps.backtest({ flowId: flow.id, environment: q.environment, document: q.document, ...judged, last: q.last });
  return unseen.length === 0 ? report : { ...report, unseen };
}
