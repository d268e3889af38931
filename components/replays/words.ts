/** Bulk replays in words. Pure. */
import { formatDateTime, formatDuration, formatPlural } from "#components/ui/format.ts";
import { runStateWord } from "#components/ui/run-status.tsx";
import type { Json } from "#flow/document.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import type { BulkReplayPreview, BulkReplayView } from "#server/app.ts";

/** 10 of 12 runs will be replayed; 1 run has not ended and is refused. */
export function countWords({ runs, willBegin, unfinished, repeated }: BulkReplayPreview): string {
  if (runs === 0) return "No run matches.";
  const left = [
    ...(unfinished > 0 ? [`${formatPlural(unfinished, "run")} ${unfinished === 1 ? "has" : "have"} not ended`] : []),
    ...(repeated > 0 ? [`${formatPlural(repeated, "run")} ${repeated === 1 ? "was" : "were"} repeated since`] : []),
  ];
  if (left.length === 0) return `${formatPlural(willBegin, "run")} will be replayed.`;
  return `${willBegin} of ${formatPlural(runs, "run")} will be replayed. ${left.join(" and ")}: these are refused.`;
}

/** How long it takes at least to begin so many runs. */
export function paceWords(runs: number, ratePerMinute: number): string {
  const ms = (Math.max(0, runs - 1) / ratePerMinute) * 60_000;
  if (ms < 10_000) return ms < 1_000 ? "All of them begin at once." : "All of them begin within seconds.";
  return `The last one begins after about ${formatDuration(ms)}.`;
}

export function stateSentence({ state, counts, ratePerMinute }: Pick<BulkReplayView, "state" | "counts" | "ratePerMinute">): string {
  const left = formatPlural(counts.pending, "run");
  switch (state) {
    case "running":
      return counts.pending === 0 ? "The last run had its turn." : `${left} to go, ${ratePerMinute} a minute.`;
    case "paused":
      return `Paused: ${left} ${counts.pending === 1 ? "waits" : "wait"} until somebody resumes it. Replays that have begun go on.`;
    case "cancelled":
      return counts.pending === 0 ? "Cancelled." : `Cancelled: ${left} ${counts.pending === 1 ? "was" : "were"} not replayed.`;
    case "finished":
      return counts.refused === 0 ? "Every run had its turn." : `Every run had its turn; ${formatPlural(counts.refused, "run was", "runs were")} refused.`;
  }
}

/** Which runs were chosen. A filter reads as it was set. */
export function chosenWords(filter: Json): string {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) return "Selected one by one";
  const text = (name: string) => (typeof filter[name] === "string" && filter[name] !== "" ? filter[name] : null);
  const statuses = Array.isArray(filter.status) ? RUN_STATUSES.filter((status) => Array.isArray(filter.status) && filter.status.includes(status)) : [];
  const failureClass = text("failureClass");
  const states = statuses.map((status) => (status === "failed" ? (failureClass ? `failed · ${failureClass}` : "failed") : runStateWord(status).toLowerCase()));
  const from = text("from");
  const to = text("to");
  const search = text("search");
  const flow = text("flow");
  const step = text("step");
  return [
    states.length === 0 ? "Every status" : states.join(", "),
    ...(step ? [`at ${step}`] : []),
    ...(flow ? [`of ${flow}`] : []),
    ...(search ? [`found by “${search}”`] : []),
    ...(from ? [`since ${formatDateTime(from)}`] : []),
    ...(to ? [`until ${formatDateTime(to)}`] : []),
  ].join(", ");
}
