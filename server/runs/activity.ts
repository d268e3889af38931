/** What happened around a run, oldest first: what people did (audit, decisions) and what the engine noted. */
import { z } from "zod";
import type { FlowDocument, Json } from "#flow/document.ts";
import { Json as JsonSchema } from "#flow/document.ts";
import type { RunView } from "#server/app.ts";
import { FindingKind, findingText } from "./finding-words.ts";
import { stepName } from "./summary.ts";

export type Activity = RunView["activity"];

export const ActivityRow = z.object({
  at: z.date(),
  /** null: the engine itself */
  who: z.string().nullable(),
  kind: z.string(),
  detail: JsonSchema.nullable(),
  step_id: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ActivityRow = z.infer<typeof ActivityRow>;

export type Facts = {
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  status: string;
  triggerStep: string;
  isPart: boolean;
  replayOf: string | null;
  replayFrom: string | null;
  failureMessage: string | null;
  failedStep: string | null;
  retries: { at: string; step: string; attempt: number; message: string }[];
};

export function activityOf(q: { rows: ActivityRow[]; facts: Facts; document: FlowDocument }): Activity {
  const people = q.rows.map((row) => ({ at: row.at.toISOString(), who: row.who, text: sentence(row, q.document), kind: row.kind }));
  // entries of the same instant keep their order: accepted comes before what followed from it
  return [...engineFacts(q.facts, q.document), ...people].toSorted((a, b) => a.at.localeCompare(b.at));
}

function engineFacts(facts: Facts, document: FlowDocument): Activity {
  const entries: Activity = [{ at: facts.createdAt.toISOString(), who: null, kind: "accepted", text: accepted(facts, document) }];
  for (const retry of facts.retries)
    entries.push({ at: retry.at, who: null, kind: "retry", text: `${stepName(document, retry.step)}: attempt ${retry.attempt} failed. ${retry.message}` });
  if (facts.finishedAt) entries.push({ at: facts.finishedAt.toISOString(), who: null, kind: facts.status, text: finished(facts, document) });
  return entries;
}

function accepted(facts: Facts, document: FlowDocument): string {
  if (facts.isPart) return "Begun by the run that it is a part of.";
  if (facts.replayOf === null) return `Accepted by ${stepName(document, facts.triggerStep)}.`;
  return facts.replayFrom === null ? "Started as a replay from the start." : `Started as a replay from ${stepName(document, facts.replayFrom)}.`;
}

function finished(facts: Facts, document: FlowDocument): string {
  switch (facts.status) {
    case "succeeded":
      return "Finished successfully.";
    case "failed":
      return `${facts.failedStep === null ? "Failed" : `Failed at ${stepName(document, facts.failedStep)}`}. ${facts.failureMessage ?? ""}`.trim();
    case "cancelled":
      return "Cancelled.";
    case "skipped":
      return "Skipped: the trigger declined it.";
    default:
      return "Finished.";
  }
}

const Detail = z
  .object({ reason: z.string(), from: z.string(), runId: z.string(), step: z.string(), decision: z.string(), withdrawn: z.boolean(), round: z.number() })
  .partial();

function sentence(row: ActivityRow, document: FlowDocument): string {
  const found = FindingKind.safeParse(row.kind);
  if (row.who === null && found.success) return findingText(found.data);
  const detail = parsed(row.detail);
  const because = (reason: string | null | undefined) => (reason ? `: “${reason}”` : "");
  const step = row.step_id === null ? "" : stepName(document, row.step_id);
  const taken = detail.withdrawn ? ", and took it back" : "";
  switch (row.kind) {
    case "approval.approved":
      return `approved ${step}${taken}${because(row.reason)}`;
    case "approval.rejected":
      return `rejected ${step}${taken}${because(row.reason)}`;
    case "approval.changes":
      return `asked for changes at ${step}${taken}${because(row.reason)}`;
    case "run.started":
      return "started this run";
    case "run.replayed":
      return detail.from ? `replayed this run from ${stepName(document, detail.from)}` : "replayed this run from the start";
    case "run.cancelled":
      return `cancelled this run${because(detail.reason)}`;
    case "run.outcome_settled":
      return detail.decision === "mark-done"
        ? `recorded that ${stepName(document, detail.step ?? "")} had happened`
        : `allowed ${stepName(document, detail.step ?? "")} to be sent again`;
    case "run.deleted_record_decided":
      return detail.decision === "recreate"
        ? `let ${stepName(document, detail.step ?? "")} make the deleted record again`
        : `left the record of ${stepName(document, detail.step ?? "")} deleted`;
    default:
      return row.kind.replace(/[._]/g, " ");
  }
}

function parsed(detail: Json): z.infer<typeof Detail> {
  return Detail.catch({}).parse(detail ?? {});
}
