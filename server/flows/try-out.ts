/** Trying a draft: test runs and live values. Nothing is stored, and nothing is sent but in a sandbox, where a person says so. */
import type { Json } from "#flow/document.ts";
import { evaluate } from "#flow/expression/evaluate.ts";
import type { Actor, ExpressionValue, Flows, TestRunView } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Sending, Sent } from "#server/deps.ts";
import { discreet, valuesUnder } from "#server/sensitive.ts";
import type { FlowsDeps } from "./deps.ts";
import { judgedToday } from "./judged-today.ts";
import { noFlow } from "./refusals.ts";

type Question = Parameters<Flows["testRun"]>[1];
type SendQuestion = Parameters<Flows["sendTestRun"]>[1];

export function testRun(deps: FlowsDeps, q: Question): Promise<TestRunView> {
  return tried(deps, q, null);
}

export async function sendTestRun(deps: FlowsDeps, actor: Actor, q: SendQuestion): Promise<TestRunView> {
  if (!(await deps.isSandbox(q.environment)))
    throw new UseCaseError({
      code: "sandbox.required",
      status: 403,
      message: `${q.environment} is no sandbox: a test run sends nothing there.`,
      fix: "Test run without sending, or let an administrator make an environment other than production a sandbox, under Settings, Environments.",
    });
  const flow = await deps.prisma.flow.findFirst({ where: { key: q.flow, archivedAt: null }, select: { key: true, name: true } });
  if (!flow) throw noFlow(q.flow);
  const subject = { kind: "flow", id: flow.key, name: flow.name };
  return tried(deps, q, { steps: new Set(q.send), before: (sent) => remember(deps, { actor, q, subject, sent }) });
}

async function tried(deps: FlowsDeps, q: Question, send: Sending | null): Promise<TestRunView> {
  const { unseen, ...judged } = await judgedToday(deps, q);
  const { effects: _, ...view } = await deps.simulate({
    document: q.document,
    ...judged,
    environment: q.environment,
    trigger: q.trigger,
    ...(q.outcomes === undefined ? {} : { outcomes: q.outcomes }),
    ...(q.until === undefined ? {} : { until: q.until }),
    ...(q.only === undefined ? {} : { only: q.only }),
    ...(q.pins === undefined ? {} : { pins: q.pins }),
    ...(send === null ? {} : { send }),
  });
  return unseen.length === 0 ? view : { ...view, unseen };
}

type Remembering = { actor: Actor; q: SendQuestion; subject: { kind: string; id: string; name: string }; sent: Sent };

/** One entry per effect, before it happens: what the log does not hold was not sent. */
async function remember(deps: FlowsDeps, { actor, q, subject, sent }: Remembering): Promise<void> {
  const { step } = sent;
  const hidden = valuesUnder(sent.seen, q.document.flow.sensitive ?? []);
  await deps.audit({
    actor,
    action: "flow.sent_from_test",
    subject,
    environment: q.environment,
    detail: {
      step: step.name ?? step.id,
      type: step.type,
      ...(typeof step.config.connection === "string" ? { connection: step.config.connection } : {}),
      ...(sent.item === "" ? {} : { item: sent.item }),
      sent: sent.effects.map(({ title, action }) => ({ what: discreet(title, hidden), action })),
      testRun: sent.run,
      effectKey: sent.effectKey,
    },
  });
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
