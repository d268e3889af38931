/** Runs as the public surface shows them: names that scripts rely on, independent of what screens need. */
import type { RunSummary, RunView, StepRunView } from "#server/app.ts";

export function summaryOf(run: RunSummary) {
  return {
    id: run.id,
    status: run.status,
    flow: run.flow.key,
    version: run.version,
    environment: run.environment,
    businessKey: run.businessKey,
    correlationId: run.correlationId,
    value: run.value,
    currency: run.currency,
    origin: run.origin,
    replayOf: run.replayOf,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    waitingFor: run.waitingFor,
    failure: run.failure,
  };
}

export function runOf(run: RunView) {
  return { ...summaryOf(run), trigger: run.trigger, steps: run.steps.map(stepOf) };
}

function stepOf(step: StepRunView) {
  return {
    id: step.step,
    visit: step.visit,
    ...(step.item === null ? {} : { item: step.item }),
    status: step.status,
    how: step.how,
    port: step.port,
    attempts: step.attempts,
    startedAt: step.startedAt,
    finishedAt: step.finishedAt,
    output: step.output,
    ...(step.request === null ? {} : { request: step.request }),
    ...(step.response === null ? {} : { response: step.response }),
    ...(step.failure === null ? {} : { failure: step.failure }),
  };
}
