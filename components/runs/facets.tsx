"use client";

import { RunStatusLabel } from "#components/ui/run-status.tsx";
import { formatCount } from "#components/ui/format.ts";
import type { Runs } from "#server/app.ts";
import { countOf, RUN_STATES, type RunFilters, type RunState } from "./run-filters.ts";
import styles from "./facets.module.css";

type FacetCounts = Awaited<ReturnType<Runs["list"]>>["facets"];

/** Counts follow the other filters, so that each says what choosing it would show. */
export function Facets({ facets, filters, onChange }: { facets: FacetCounts | null; filters: RunFilters; onChange: (filters: RunFilters) => void }) {
  const toggle = (state: RunState) =>
    onChange({ ...filters, states: filters.states.includes(state) ? filters.states.filter((other) => other !== state) : [...filters.states, state] });
  const flows = facets?.flow ?? [];
  return (
    <aside className={styles.facets} aria-label="Filters">
      <fieldset>
        <legend>Status</legend>
        {RUN_STATES.map((state) => (
          <label key={state} className={styles.facet}>
            <input type="checkbox" checked={filters.states.includes(state)} onChange={() => toggle(state)} />
            <RunStatusLabel state={state} />
            <span className={styles.count}>{facets ? formatCount(countOf(facets.status, state)) : "–"}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Flow</legend>
        {flows.map((flow) => (
          <label key={flow.key} className={styles.facet}>
            <input
              type="checkbox"
              checked={filters.flow === flow.key}
              onChange={() => onChange({ ...filters, flow: filters.flow === flow.key ? null : flow.key, step: null })}
            />
            <span className={styles.facetName} title={flow.name}>
              {flow.name}
            </span>
            <span className={styles.count}>{formatCount(flow.count)}</span>
          </label>
        ))}
        {filters.step !== null && (
          <label className={styles.facet}>
            <input type="checkbox" checked onChange={() => onChange({ ...filters, step: null })} />
            <span className={styles.facetName} title={filters.step}>
              at the step <span className="mono">{filters.step}</span>
            </span>
          </label>
        )}
        {facets && flows.length === 0 && <p className="clear-both text-12 text-ink-3">None ran in this time.</p>}
      </fieldset>
    </aside>
  );
}
