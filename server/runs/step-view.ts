/** One recorded step run as its page shows it. */
import { z } from "zod";
import { deliveryOf } from "#flow/delivery.ts";
import { Json } from "#flow/document.ts";
import { Failure } from "#flow/failure.ts";
import type { FlowDocument } from "#flow/document.ts";
import { placeOf } from "#flow/nested.ts";
import type { StepRunView } from "#server/app.ts";
import type { FindStep } from "#server/deps.ts";
import { mask } from "./mask.ts";
import { noteOf } from "./note.ts";
import { waitingForOf } from "./waiting-for.ts";

const Attempt = z.object({ startedAt: z.string(), finishedAt: z.string().nullable().default(null), failure: Failure.nullable().default(null) });

export const StepRow = z.object({
  seq: z.number(),
  step_id: z.string(),
  visit: z.number(),
  item: z.string(),
  status: z.enum(["running", "waiting", "succeeded", "failed", "cancelled"]),
  port: z.string().nullable(),
  how: z.enum(["executed", "copied", "found", "simulated"]),
  attempts: z.array(Attempt).catch([]),
  output: Json.nullable(),
  request: Json.nullable(),
  response: Json.nullable(),
  failure: Failure.nullable().catch(null),
  waiting_for: z.unknown(),
  started_at: z.date(),
  finished_at: z.date().nullable(),
});
export type StepRow = z.infer<typeof StepRow>;

export function stepView(
  row: StepRow,
  q: { document: FlowDocument; run: { trigger: Json; trigger_step: string }; hidden: string[]; findStep: FindStep },
): StepRunView {
  const step = placeOf(q.document, row.step_id)?.step;
  const definition = step ? q.findStep(step.type) : undefined;
  // the trigger's payload is kept once, on the run
  const output = row.output ?? (row.step_id === q.run.trigger_step ? q.run.trigger : null);
  const config = step?.config ?? {};
  return {
    seq: row.seq,
    step: row.step_id,
    name: step?.name ?? definition?.title ?? row.step_id,
    type: step?.type ?? "unknown",
    visit: row.visit,
    item: row.item === "" ? null : row.item.split("/").map(decodeURIComponent).join(" / "),
    status: row.status,
    how: row.how,
    port: row.port,
    attempts: row.attempts,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    output: mask(output, q.hidden),
    request: mask(row.request, q.hidden),
    response: mask(row.response, q.hidden),
    failure: row.failure,
    delivery: step && definition ? deliveryOf(step, definition) : null,
    waitingFor: waitingForOf(row.waiting_for),
    note: noteOf({ type: step?.type ?? "", status: row.status, how: row.how, port: row.port, output, request: row.request, config }),
  };
}
