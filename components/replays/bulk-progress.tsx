import { cx } from "#components/ui/cx.ts";
import { formatCount } from "#components/ui/format.ts";
import type { BulkReplayView } from "#server/app.ts";

const PARTS = [
  { key: "succeeded", word: "Succeeded", look: "bg-succeeded" },
  { key: "failed", word: "Failed again", look: "bg-technical" },
  { key: "ended", word: "Ended otherwise", look: "bg-skipped" },
  { key: "open", word: "Under way", look: "bg-running" },
  { key: "refused", word: "Refused", look: "bg-business" },
  { key: "pending", word: "To go", look: "bg-surface-3" },
] as const;

/** Every run of a bulk replay, to scale, in one order everywhere; the words carry it without the colours. */
export function BulkProgress({ bulk, className }: { bulk: Pick<BulkReplayView, "state" | "counts" | "replays">; className?: string }) {
  const { counts, replays } = bulk;
  const parts = { ...replays, ended: replays.endedOtherwise, refused: counts.refused, pending: counts.pending };
  return (
    <section aria-label="Progress" className={className}>
      <div aria-hidden className="flex h-2 overflow-hidden rounded-full bg-surface-3">
        {PARTS.map(({ key, look }) => parts[key] > 0 && <span key={key} className={look} style={{ width: `${(parts[key] / counts.runs) * 100}%` }} />)}
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-12">
        {PARTS.map(({ key, word, look }) => (
          <div key={key} className="flex items-center gap-1.5">
            <dt className="flex items-center gap-1.5 text-ink-2">
              <span aria-hidden className={cx("size-2 rounded-full", look, key === "pending" && "border border-line-strong")} />
              {key === "pending" && bulk.state === "cancelled" ? "Not replayed" : word}
            </dt>
            <dd className="font-medium text-ink tabular-nums">{formatCount(parts[key])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
