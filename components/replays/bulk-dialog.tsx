"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { WILL } from "#components/runs/replay-words.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatCount, formatPlural } from "#components/ui/format.ts";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BulkReplayPreview, BulkReplaySelection } from "#server/app.ts";
import { countWords, paceWords } from "./words.ts";
import { Trouble } from "#components/ui/trouble.tsx";

export type Chosen = Pick<BulkReplaySelection, "environment" | "filter" | "runIds">;

const MOST_A_MINUTE = 6_000;

/** Before many runs are replayed: how many they are, what that does, and how fast. */
export function BulkReplayDialog({ chosen, onClose }: { chosen: Chosen; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [beginAt, setBeginAt] = useState<"failure" | "start">("failure");
  const [version, setVersion] = useState<"recorded" | "deployed">("recorded");
  const [rate, setRate] = useState("60");
  const preview = useMutation(trpc.replays.preview.mutationOptions());
  const begin = useMutation(
    trpc.replays.begin.mutationOptions({
      onSuccess: async ({ id }) => {
        await client.invalidateQueries({ queryKey: trpc.replays.pathKey() });
        router.push(`/${chosen.environment}/replays/${id}`);
      },
    }),
  );
  const ask = preview.mutate;
  useEffect(() => ask({ ...chosen, beginAt, version }), [ask, chosen, beginAt, version]);

  const ratePerMinute = Number(rate);
  const isRate = Number.isInteger(ratePerMinute) && ratePerMinute >= 1 && ratePerMinute <= MOST_A_MINUTE;
  const seen = preview.data;
  const nothing = seen !== undefined && seen.willBegin === 0;
  const problem = begin.error ?? preview.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Replay runs"
      description="Each original run stays as it is. What was written is found, not written twice."
    >
      <div className="flex flex-col gap-4">
        <Choice
          label="Begin each run"
          value={beginAt}
          onChange={setBeginAt}
          options={[
            { value: "failure", label: "Where it failed" },
            { value: "start", label: "At its start" },
          ]}
        />
        <Choice
          label="On version"
          value={version}
          onChange={setVersion}
          options={[
            { value: "recorded", label: "That it ran on" },
            { value: "deployed", label: "Deployed now" },
          ]}
        />
        <Field
          label="Runs a minute"
          error={isRate ? null : `Write a number from 1 to ${formatCount(MOST_A_MINUTE)}.`}
          help={isRate && seen && seen.willBegin > 0 ? paceWords(seen.willBegin, ratePerMinute) : undefined}
        >
          {(ids) => (
            <Input {...ids} type="number" min={1} max={MOST_A_MINUTE} className="w-28" value={rate} onChange={(event) => setRate(event.target.value)} />
          )}
        </Field>
        <Seen preview={seen ?? null} isPending={preview.isPending} isRefused={preview.error !== null} />
        <Trouble error={problem} />
      </div>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button
          variant="primary"
          disabled={!seen || nothing || !isRate || preview.isPending}
          loading={begin.isPending || begin.isSuccess}
          title={nothing ? "None of these runs can be replayed" : undefined}
          onClick={() => begin.mutate({ ...chosen, beginAt, version, ratePerMinute })}
        >
          {seen ? `Replay ${formatPlural(seen.willBegin, "run")}` : "Replay"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Choice<V extends string>({ label, ...rest }: { label: string; value: V; onChange: (value: V) => void; options: { value: V; label: string }[] }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-12 font-medium text-ink" aria-hidden>
        {label}
      </span>
      <Segmented label={label} size="md" {...rest} />
    </div>
  );
}

function Seen({ preview, isPending, isRefused }: { preview: BulkReplayPreview | null; isPending: boolean; isRefused: boolean }) {
  if (!preview)
    return isRefused ? null : (
      <div role="status" aria-label="Counting the runs">
        <Skeleton className="h-3.5 w-2/3" />
      </div>
    );
  return (
    <section aria-label="What it will do" aria-busy={isPending} className="border-t border-line pt-3 text-13 text-ink-2">
      <p role="status" className="font-medium text-ink">
        {countWords(preview)}
      </p>
      {preview.effects.length > 0 && (
        <>
          <p className="mt-2 text-12 text-ink-3">
            {preview.lookedAt === preview.runs ? "Its effects" : `Effects of the first ${formatPlural(preview.lookedAt, "run")}`}
          </p>
          <ul className="mt-1 flex flex-col gap-0.5 text-12">
            {preview.effects.map(({ will, count }) => (
              <li key={will} className="flex gap-2">
                <span className="w-8 text-right font-medium text-ink tabular-nums">{formatCount(count)}</span>
                <span className={WILL[will].tone === "warn" ? "text-warn-text" : undefined}>{WILL[will].words}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
