/** Trying a draft: test runs and live values. Nothing is stored or sent. */
import type { Json } from "#flow/document.ts";
import { evaluate } from "#flow/expression/evaluate.ts";
import type { ExpressionValue, Flows, TestRunView } from "#server/app.ts";
import type { FlowsDeps } from "./deps.ts";

export async function testRun(deps: FlowsDeps, q: Parameters<Flows["testRun"]>[1]): Promise<TestRunView> {
  const { effects: _, ...view } = await deps.simulate({
    document: q.document,
    environment: q.environment,
    trigger: q.trigger,
    ...(q.outcomes === undefined ? {} : { outcomes: q.outcomes }),
    ...(q.until === undefined ? {} : { until: q.until }),
    ...(q.pins === undefined ? {} : { pins: q.pins }),
  });
  return view;
}

export async function evaluateAll(deps: FlowsDeps, q: Parameters<Flows["evaluate"]>[0]): Promise<ExpressionValue[]> {
  const now = deps.clock.now();
  const vars: Json = await deps.connections.variables(q.environment);
  const run = { id: "sample", correlationId: "sample", startedAt: new Date(now).toISOString(), environment: q.environment, businessKey: null };
  const scope = { trigger: q.trigger, steps: q.steps, run, vars, ...(q.item === undefined ? {} : { item: q.item.value, index: q.item.index }) };
  const values: ExpressionValue[] = [];
  // one after the other: each is bounded, and together they must not hold up other people's requests
  for (const expression of q.expressions) {
    try {
      values.push({ ok: true, value: await evaluate(expression.$, scope, { now, seed: "sample", step: "sample" }) });
    } catch (error) {
      values.push({ ok: false, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return values;
}
