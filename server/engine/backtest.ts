/**
 * A draft over recorded runs: what it would write, beside what was written. Both are walked in imagination, the version that the run ran on
 * and the draft, with the same trigger, clock and chance, and with what other systems and people answered then. Nothing is written, sent or read.
 * What the draft writes is held against the ownership rules as a run of it would be.
 */
import { z } from "zod";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { evaluateCondition } from "#flow/expression/evaluate.ts";
import { StepFailure } from "#flow/failure.ts";
import { STOPPED } from "#flow/kept-rules.ts";
import type { KeptRules } from "#flow/kept-rules.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { BacktestDifference, BacktestReport } from "../app.ts";
import type { Engine, LoadedVersion } from "../deps.ts";
import { dotted } from "../sensitive.ts";
import { stepOf, waits } from "./active-run.ts";
import { openRun, StepRow } from "./open-run.ts";
import type { ActiveRun } from "./active-run.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { onlyReads } from "./execute.ts";
import { answerOf, compute, contextOf, failedAt, inputs, isComputed, recordedOf, walkImagined } from "./imagined.ts";
import type { Looking, Outcome } from "./imagined.ts";
import { stopOf } from "./owned.ts";
import { leafDifferences, leaves } from "./leaves.ts";
import type { Ready } from "./look.ts";
import type { RunState } from "./replay-plan.ts";
import { SQL } from "./statements.ts";

/** People wait for it; runs beyond it are not looked at. */
const BUDGET_MS = 20_000;

type Q = { deps: EngineDeps; limits: EngineLimits };
/** What a walk would write, and where it could not be told what comes next. */
type Walked = { writes: Write[]; untold: string[]; run: ActiveRun };
/** `stopped`: why it would not be written */
type Write = { step: Step; title: string; visit: number; item: string; request: Record<string, Json>; stopped: string | null };
type Drawn = Pick<LoadedVersion, "document" | "contracts"> & { ownership: KeptRules };
/** `ownership`: by which a draft is judged; null: what happened happened */
type Recorded = { row: RunState; steps: StepRow[]; ownership: KeptRules | null };

export function createBacktest(q: Q): Engine["backtest"] {
  return async ({ flowId, environment, last, ...drawn }) => {
    const { rows } = await q.deps.pool.query<RunState>(SQL.backtestRuns, [flowId, environment, last]);
    const report: BacktestReport = { runs: { looked: 0, same: 0, differ: 0, untold: 0 }, differences: [], untold: [] };
    const end = performance.now() + BUDGET_MS;
    for (const row of rows) {
      if (performance.now() > end) break;
      const { differences, untold } = await backtestOf(q, drawn, row);
      report.runs.looked += 1;
      report.runs[differences.length > 0 ? "differ" : untold === null ? "same" : "untold"] += 1;
      report.differences.push(...differences);
      if (untold !== null) report.untold.push({ run: { id: row.id, businessKey: row.business_key }, reason: untold });
    }
    return report;
  };
}

async function backtestOf(
  q: Q,
  { document, contracts, ownership }: Drawn,
  stored: RunState,
): Promise<{ differences: BacktestDifference[]; untold: string | null }> {
  const { deps } = q;
  const row = { ...stored, trigger: deps.sensitive.open(stored.trigger) };
  const rows = z.array(StepRow).parse((await deps.pool.query(SQL.stepRuns, [row.id])).rows);
  const steps = rows.map((step) => ({ ...step, output: step.output === null ? null : deps.sensitive.open(step.output) }));
  const ran = await deps.versions.get(row.version_id);
  const draft: LoadedVersion = { ...ran, id: "draft", document, contracts };
  const trigger = document.steps.find((step) => step.id === row.trigger_step) ?? document.steps.find((step) => step.was?.includes(row.trigger_step));
  if (!trigger) return { differences: [], untold: `The draft has no counterpart of the trigger ${row.trigger_step}, by which this run was started.` };
  try {
    const before = row.status === "skipped" ? null : await walk(q, ran, { row, steps, ownership: null });
    const wanted = await isWanted(deps, row, trigger);
    const after = wanted ? await walk(q, draft, { row: { ...row, trigger_step: trigger.id }, steps, ownership }) : null;
    const untold = [...new Set([...(before?.untold ?? []), ...(after?.untold ?? [])])];
    return { differences: compared({ deps, row, before, after, document }), untold: untold[0] ?? null };
  } catch (error) {
    if (error instanceof StepFailure) return { differences: [], untold: error.failure.message };
    throw error;
  }
}

async function isWanted(deps: EngineDeps, row: RunState, trigger: Step): Promise<boolean> {
  const { filter } = trigger.config;
  if (filter === undefined) return true;
  const run = { id: row.id, correlationId: row.correlation_id, startedAt: row.created_at.toISOString(), environment: row.environment, businessKey: null };
  const scope = { trigger: row.trigger, steps: {}, run, vars: await deps.connections.variables(row.environment) };
  return evaluateCondition(filter, scope, { now: row.created_at.getTime(), seed: row.id, step: trigger.id });
}

async function walk(q: Q, version: LoadedVersion, { row, steps, ownership }: Recorded): Promise<Walked> {
  const vars = await q.deps.connections.variables(row.environment);
  const run = openRun({ part: null, row: { ...row, cancel_reason: null }, version, vars, recorded: [], now: q.deps.clock.now() });
  const walked: Walked = { writes: [], untold: [], run };
  const known = (at: { ready: Ready; step: Step }) => recordedOf(steps, at);
  const untold = (why: string): null => {
    walked.untold.push(why);
    return null;
  };

  const see = async (ready: Ready): Promise<Outcome | null> => {
    const step = stepOf(run, ready.step);
    const definition = step && q.deps.findStep(step.type);
    if (!step || !definition) return untold(`This installation does not have the type of step ${ready.step}.`);
    const looking = { ready, step, definition };
    const name = step.name ?? step.id;
    const then = known(looking);
    const answered = then?.status === "succeeded" || (then?.status === "failed" && then.port !== null) ? answerOf(then) : null;
    if (waits(step) || step.type === "subflow") return answered ?? untold(`What comes after ${name} cannot be told: the run did not get an answer there.`);
    try {
      if (!definition.effect && isComputed(definition)) return await compute({ ...q, run }, looking);
      const { resolved, input } = await inputs({ ...q, run }, looking);
      if (!definition.effect || onlyReads(step, input)) return answered ?? untold(`What comes after ${name} cannot be told: the run did not read there.`);
      const wasStopped = then?.failure?.code === STOPPED;
      // stopped then, it wrote nothing
      if (ownership === null && wasStopped && then.failure) return failedAt(run, step, then.failure);
      const stop = ownership && stopOf(ownership, step, input);
      walked.writes.push({ step, title: definition.title, visit: ready.visit, item: ready.item, request: resolved, stopped: stop?.failure.message ?? null });
      if (stop) return failedAt(run, step, stop.failure);
      if (answered !== null && !wasStopped) return answered;
      if (then?.failure && !wasStopped) return failedAt(run, step, then.failure);
      return simulated({ ...q, run }, { ...looking, input });
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      return failedAt(run, step, error.failure);
    }
  };

  await walkImagined({
    ...q,
    run,
    see: {
      frame: () => undefined,
      parts: (ready) => {
        const step = stepOf(run, ready.step);
        const then = step && known({ ready, step });
        untold(`The items of ${step?.name ?? ready.step} are too many to be gone through one by one.`);
        return then?.status === "succeeded" ? answerOf(then) : null;
      },
      step: see,
    },
  });
  return walked;
}

/** What a write that did not happen then would give: ids that nobody knows yet. */
function simulated(q: Q & { run: ActiveRun }, looking: Looking & { input: Record<string, Json> }): Outcome | null {
  const { records } = looking.input;
  const one: EffectPreview = { system: "odoo", title: "", action: "create", fields: [] };
  const output = looking.definition.effect?.simulate(contextOf(q, looking), Array.isArray(records) ? records.map(() => one) : [one]);
  return output === undefined ? null : { port: "out", output, at: 0 };
}

type Comparing = { deps: EngineDeps; row: RunState; document: FlowDocument; before: Walked | null; after: Walked | null };

function compared({ deps, row, before, after, document }: Comparing): BacktestDifference[] {
  const left = [...(before?.writes ?? [])];
  const differences: BacktestDifference[] = [];
  const add = (kind: BacktestDifference["kind"], write: Write, fields: BacktestDifference["fields"]) =>
    differences.push({
      run: { id: row.id, businessKey: row.business_key },
      step: write.step.id,
      name: write.step.name ?? write.step.id,
      item: write.item === "" ? null : decodeURIComponent(write.item),
      kind,
      title: write.title,
      model: typeof write.request.model === "string" ? write.request.model : null,
      fields,
      ...(write.stopped === null ? {} : { reason: write.stopped }),
    });
  const names = [...(document.flow.sensitive ?? []), ...(before?.run.document.flow.sensitive ?? [])];
  const shown = (request: Record<string, Json>) => leaves(dotted(deps.sensitive.seal(request, names)));
  const all = (request: Record<string, Json>, side: "before" | "after") =>
    [...shown(request)].map(([name, value]) => ({ name, label: labelOf(name), before: null, after: null, [side]: value }));

  for (const write of after?.writes ?? []) {
    const at = left.findIndex((each) => isSameStep(write.step, each.step) && each.visit === write.visit && each.item === write.item);
    const [was] = at < 0 ? [] : left.splice(at, 1);
    if (!was) {
      add(write.stopped === null ? "added" : "stopped", write, all(write.request, "after"));
      continue;
    }
    const names = leafDifferences(was.request, write.request);
    if (names.length === 0 && write.stopped === null) continue;
    if (names.length === 0) {
      // it is what was written then: all of it would be missing
      add("stopped", write, all(write.request, "after"));
      continue;
    }
    const [old, now] = [shown(was.request), shown(write.request)];
    add(
      write.stopped === null ? "changed" : "stopped",
      write,
      names.map((name) => ({ name, label: labelOf(name), before: old.get(name) ?? null, after: now.get(name) ?? null })),
    );
  }
  // where the draft could not be followed to its end, what is missing may still come
  if ((after?.untold.length ?? 0) === 0) for (const write of left) add("gone", write, all(write.request, "before"));
  return differences;
}

function isSameStep(step: Step, old: Step): boolean {
  return step.id === old.id || step.was?.includes(old.id) === true || old.was?.includes(step.id) === true;
}

function labelOf(name: string): string {
  return name.replace(/^values\./, "");
}
