/**
 * The worker's clock jumps by an hour, ahead and back, between any two looks at it. What a run does is decided by what is recorded, never by
 * when: it takes the same way, nothing ends before it began, and what is shown is in the order in which it happened.
 */
import { describe, expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { answerScripted, scripted, untilOver } from "../testing/golden.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const HOUR = 3_600_000;
let jump: () => number = () => 0;
const { database, target, rig } = await engineOfFile({ clock: { now: () => systemClock.now() + jump() } });

/** Ahead, back, and as it is: differently at every look. */
function jumping(jumps: readonly number[]): () => number {
  let looks = 0;
  return () => {
    looks += 1;
    return jumps[(looks * 7) % jumps.length] ?? 0;
  };
}

type Line = { step_id: string; visit: number; status: string; port: string | null; seq: number; started_at: Date; finished_at: Date | null };

async function lived(runId: string) {
  const steps = (await database.pool.query<Line>("select * from step_run where run_id = $1 order by seq", [runId])).rows;
  const run = (await database.pool.query<{ status: string; created_at: Date; started_at: Date; finished_at: Date }>("select * from run where id = $1", [runId]))
    .rows[0];
  return { run, steps };
}

const way = (steps: Line[]) => steps.map((step) => `${step.step_id}#${step.visit} ${step.status} ${step.port ?? "-"}`).sort();

describe.each(scripted())("a clock that jumps: $name", ({ document, body, answers, decide = [] }) => {
  test("changes nothing of the way that a run takes", async () => {
    const play = async () => {
      answerScripted(target, answers);
      target.calls.length = 0;
      const id = await rig.started(document, body);
      await untilOver(rig, id, decide);
      return { ...(await lived(id)), calls: target.calls.map((call) => call.path).sort() };
    };
    jump = () => 0;
    const calm = await play();
    // a wait that is counted from an hour ahead lasts that hour: it is shown with its end, and is no matter of the way
    const waits = document.steps.some((step) => step.type === "wait");
    jump = jumping(waits ? [0, -HOUR, -2 * HOUR, 0, -HOUR] : [0, HOUR, -HOUR, 0, 2 * HOUR]);
    const jumped = await play();
    expect({ status: jumped.run?.status, way: way(jumped.steps), calls: jumped.calls }).toEqual({
      status: calm.run?.status,
      way: way(calm.steps),
      calls: calm.calls,
    });
    for (const step of jumped.steps) expect(Number(step.finished_at), `${step.step_id} ends before it began`).toBeGreaterThanOrEqual(Number(step.started_at));
    const { run } = jumped;
    expect(Number(run?.finished_at)).toBeGreaterThanOrEqual(Number(run?.started_at));
  });
});
