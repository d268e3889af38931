/**
 * The model test: random flows are executed by the engine, and a naive interpreter that shares no code with it must have seen the same.
 * Flows whose end depends on who is first go through an engine that asks other systems one thing at a time.
 */
import { expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { bodyOf } from "#flow/nested.ts";
import type { FlowDocument } from "#flow/document.ts";
import { runRow, stepsOf, until } from "../testing/engine.ts";
import type { StepLine } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import type { EngineOfFile } from "../testing/engine-of-file.ts";
import { chanceFrom } from "../testing/model/chance.ts";
import { drawFlow } from "../testing/model/draw-flow.ts";
import type { Kind } from "../testing/model/draw-flow.ts";
import { interpret, textOf } from "../testing/model/interpret.ts";
import type { Answers, Told } from "../testing/model/interpret.ts";

const side = await engineOfFile();
const single = await engineOfFile({ limits: { parallelEffects: 1 } });

const FLOWS = Number(process.env.THROUGHLINE_MODEL_GRAPHS ?? 80);
const AT_ONCE = 16;
/** flows on which the two once disagreed */
const PINNED: Record<Kind, number[]> = { free: [], ordered: [1903310647] };
const first = Number(process.env.THROUGHLINE_MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));

test.each<{ kind: Kind; promise: string; at: EngineOfFile }>([
  { kind: "free", promise: "steps side by side", at: side },
  { kind: "ordered", promise: "failures, work sent back, stops and compensation", at: single },
])("$promise: the engine and a naive interpreter agree on random flows", async ({ kind, at }) => {
  console.info(`server/engine/model.pg, ${kind}: THROUGHLINE_MODEL_SEED=${first}`);
  const asked = new Map<string, number>();
  const calls = new Map<number, { name: string; key: string | null }[]>();
  at.target.answer((call, response) => {
    const { seed, step, item } = call.body as { seed: number; step: string; item?: string };
    const name = `${step}@${item ?? ""}`;
    calls.set(seed, [...(calls.get(seed) ?? []), { name, key: call.key }]);
    asked.set(`${seed} ${name}`, (asked.get(`${seed} ${name}`) ?? 0) + 1);
    const nth = asked.get(`${seed} ${name}`) ?? 1;
    const { ok, go } = answersOf(seed, kind)(step, item ?? "", nth);
    const answer = () => response.writeHead(ok ? 200 : 422, { "content-type": "application/json" }).end(JSON.stringify({ go }));
    if (kind === "free") setTimeout(answer, chanceFrom(seed + nth).below(25));
    else answer();
  });
  const seeds = [...PINNED[kind], ...Array.from({ length: FLOWS }, (_, n) => first + n)];
  const play = async (seed: number | undefined): Promise<void> => {
    if (seed === undefined) return;
    const document = drawFlow({ chance: chanceFrom(seed), kind, seed });
    const wanted = interpret(document, answersOf(seed, kind));
    const runId = await at.rig.started(document);
    const seen = await recorded(at, runId, document);
    const sent = calls.get(seed) ?? [];
    const names = sent.map((call) => call.name);
    // no call is there twice, and none under another's key
    expect(new Set(sent.map((call) => call.key)).size, `seed ${seed}: keys`).toBe(sent.length);
    const told = { ...seen, calls: kind === "free" ? names.toSorted() : names };
    expect(told, `seed ${seed} of ${kind} flows: ${drawnAs(document)}`).toEqual({
      ...wanted,
      calls: kind === "free" ? wanted.calls.toSorted() : wanted.calls,
    });
    return play(seeds.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => play(seeds.shift())));
});

/** The nth answer to a step is drawn from the seed alone, so that both sides hear the same. */
function answersOf(seed: number, kind: Kind): Answers {
  return (step, item, nth) => {
    const text = `${step}@${item}#${nth}`;
    const chance = chanceFrom([...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, seed));
    // in a free flow, only what is caught may fail
    const mayFail = kind === "ordered" || item !== "" || !step.endsWith("_ask");
    return { ok: !(mayFail && chance.is(kind === "free" ? 0.3 : 0.12)), go: chance.of(nth > 3 ? ["a", "b"] : ["a", "b", "back"]) };
  };
}

async function recorded({ rig }: EngineOfFile, runId: string, document: FlowDocument): Promise<Omit<Told, "calls">> {
  const run = await until(async () => {
    const row = await runRow(rig.pool, runId);
    return ["succeeded", "failed", "cancelled"].includes(row.status) ? row : null;
  }).catch(async (error: unknown) => {
    const jobs = await rig.pool.query("select key, run_at, locked_at, attempts from graphile_worker._private_jobs where key like '%' || $1 || '%'", [runId]);
    const stands = { run: await runRow(rig.pool, runId), steps: await stepsOf(rig.pool, runId), jobs: jobs.rows };
    throw new Error(`${String(error)}: ${JSON.stringify(stands)} ${drawnAs(document)}`);
  });
  const typeOf = typesOf(document);
  const steps = (await stepsOf(rig.pool, runId)).map((line) =>
    textOf({ step: line.step_id, visit: line.visit, item: line.item, status: line.status, port: line.port, output: outputOf(line, typeOf.get(line.step_id)) }),
  );
  return { status: run.status, code: run.failure?.code ?? null, steps: steps.sort() };
}

function outputOf({ status, output }: StepLine, type: string | undefined): string {
  if (status !== "succeeded") return "";
  const { sees, succeeded, failed, skipped } = (output ?? {}) as { [key: string]: Json };
  if (type === "each") return `${succeeded} ${failed} ${skipped}`;
  return typeof sees === "string" ? sees : "";
}

function typesOf(document: FlowDocument): Map<string, string> {
  return new Map(document.steps.flatMap((step) => [step, ...(bodyOf(step)?.steps ?? [])]).map((step) => [step.id, step.type]));
}

function drawnAs({ steps, edges }: FlowDocument): string {
  return JSON.stringify({
    edges: edges.map((edge) => `${edge.from}.${edge.port ?? "out"} ${edge.rework ? "~>" : ">"} ${edge.to}`),
    any: steps.flatMap((step) => (step.join ? step.id : [])),
  });
}
