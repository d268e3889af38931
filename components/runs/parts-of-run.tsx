"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { runStateOf, RunStatusLabel } from "#components/ui/run-status.tsx";
import type { RunPart, RunView } from "#server/app.ts";
import { isOver } from "./run-words.ts";
import styles from "./related-runs.module.css";

/** The runs that take the items of a long for each through, a page at a time. */
export function PartsOfRun({ run, environment }: { run: RunView; environment: string }) {
  const trpc = useTRPC();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const parts = useInfiniteQuery(
    trpc.runs.parts.infiniteQueryOptions(
      { runId: run.id, onlyFailed, limit: 50 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, refetchInterval: isOver(run.status) ? false : 3_000 },
    ),
  );
  const items = parts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <p className={styles.partsHead}>
        <span>
          {run.parts.toLocaleString("en")} {run.parts === 1 ? "part" : "parts"}
        </span>
        <Checkbox checked={onlyFailed} onChange={setOnlyFailed}>
          Only those with failures
        </Checkbox>
      </p>
      {parts.error && <p role="alert">{parts.error.message}</p>}
      {parts.isSuccess && items.length === 0 && <p className={`text-ink-3 ${styles.relatedEmpty}`}>No part has failed items.</p>}
      {items.length > 0 && (
        <table className={styles.related} aria-label="Parts">
          <thead>
            <tr>
              <th scope="col">Items</th>
              <th scope="col">Status</th>
              <th scope="col">Step</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {items.map((part) => (
              <tr key={part.id}>
                <td>
                  <Link href={`/${environment}/runs/${part.id}`}>{itemsOf(part)}</Link>
                </td>
                <td>
                  <RunStatusLabel state={runStateOf(part)} />
                </td>
                <td>{part.step.name}</td>
                <td>{outcomeOf(part)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {parts.hasNextPage && (
        <div className={styles.partsMore}>
          <Button disabled={parts.isFetchingNextPage} onClick={() => void parts.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function itemsOf({ first, items }: RunPart): string {
  const number = (value: number) => value.toLocaleString("en");
  return items === 1 ? number(first + 1) : `${number(first + 1)} – ${number(first + items)}`;
}

function outcomeOf(part: RunPart): string {
  if (part.succeeded === null || part.failed === null) return part.failure?.message ?? "";
  const skipped = part.items - part.succeeded - part.failed;
  const counts = [`${part.succeeded} done`, part.failed > 0 ? `${part.failed} failed` : "", skipped > 0 ? `${skipped} not begun` : ""];
  return counts.filter((each) => each !== "").join(", ");
}
