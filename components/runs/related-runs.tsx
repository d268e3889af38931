import Link from "next/link";
import { formatDateTime } from "#components/ui/format.ts";
import { runStateOf, RunStatusLabel } from "#components/ui/run-status.tsx";
import type { RunSummary } from "#server/app.ts";
import styles from "./related-runs.module.css";

/** Replays of this run, the run it replays, and runs of the same business transaction. */
export function RelatedRuns({ runs, environment }: { runs: RunSummary[]; environment: string }) {
  if (runs.length === 0) return <p className={`text-ink-3 ${styles.relatedEmpty}`}>No other run belongs to this business transaction.</p>;
  return (
    <table className={styles.related} aria-label="Related runs">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Status</th>
          <th scope="col">Flow</th>
          <th scope="col">Started</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <Link href={`/${environment}/runs/${run.id}`}>{run.businessKey ?? run.id.slice(-8)}</Link>{" "}
              {run.replayOf && <span className="text-ink-3">replay</span>}
            </td>
            <td>
              <RunStatusLabel state={runStateOf(run)} />
            </td>
            <td>
              {run.flow.name} <span className="text-ink-3">v{run.version}</span>
            </td>
            <td>{formatDateTime(run.startedAt ?? run.createdAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
