/** The filters of the run list as they stand in the address, and what they ask of the server. Pure. */
import type { RunStatus } from "#flow/run.ts";
import type { RunFilter } from "#server/app.ts";

/** The nine states people see: failed is two of them. */
export const RUN_STATES = ["succeeded", "running", "waiting", "parked", "queued", "technical", "business", "cancelled", "skipped"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RANGES = ["1h", "6h", "24h", "7d"] as const;
export type Range = (typeof RANGES)[number];

export const RANGE_MS: Record<Range, number> = { "1h": 3_600_000, "6h": 21_600_000, "24h": 86_400_000, "7d": 604_800_000 };

export type RunFilters = {
  search: string;
  states: RunState[];
  flow: string | null;
  /** where runs stand that have not ended, or have failed; of the chosen flow */
  step: string | null;
  /** null: 24 h, or all time while somebody searches */
  range: Range | null;
  /** a part of the range, brushed in the histogram */
  window: { from: string; to: string } | null;
};

export function readFilters(address: URLSearchParams): RunFilters {
  const from = address.get("from");
  const to = address.get("to");
  const states = (address.get("status") ?? "").split(",");
  return {
    search: address.get("q") ?? "",
    states: RUN_STATES.filter((state) => states.includes(state)),
    flow: address.get("flow"),
    step: address.get("flow") === null ? null : address.get("step"),
    range: RANGES.find((range) => range === address.get("range")) ?? null,
    window: from && to && !Number.isNaN(Date.parse(from)) && !Number.isNaN(Date.parse(to)) ? { from, to } : null,
  };
}

export function writeFilters(filters: RunFilters): URLSearchParams {
  const address = new URLSearchParams();
  if (filters.search !== "") address.set("q", filters.search);
  if (filters.states.length > 0) address.set("status", filters.states.join(","));
  if (filters.flow) address.set("flow", filters.flow);
  if (filters.flow && filters.step) address.set("step", filters.step);
  if (filters.range) address.set("range", filters.range);
  if (filters.window) {
    address.set("from", filters.window.from);
    address.set("to", filters.window.to);
  }
  return address;
}

/** `now` is the moment the range counts back from; it stays put while a page is open, so that the same filters are the same question. */
export function toQuery(filters: RunFilters, options: { environment: string; now: number }): RunFilter {
  const statuses = [...new Set(filters.states.map((state): RunStatus => (state === "technical" || state === "business" ? "failed" : state)))];
  const failed = filters.states.filter((state) => state === "technical" || state === "business");
  const range = effectiveRange(filters);
  const search = filters.search.trim();
  return {
    environment: options.environment,
    ...(search === "" ? {} : { search }),
    ...(statuses.length === 0 ? {} : { status: statuses }),
    ...(failed.length === 1 && failed[0] ? { failureClass: failed[0] } : {}),
    ...(filters.flow ? { flow: filters.flow } : {}),
    ...(filters.flow && filters.step ? { step: filters.step } : {}),
    ...(range === null ? {} : { from: new Date(Math.floor((options.now - RANGE_MS[range]) / 60_000) * 60_000).toISOString() }),
    ...(filters.window ?? {}),
  };
}

export function effectiveRange(filters: RunFilters): Range | null {
  if (filters.range) return filters.range;
  return filters.search.trim() === "" ? "24h" : null;
}

/** Whether anything but the range is chosen. */
export function isNarrowed(filters: RunFilters): boolean {
  return filters.search.trim() !== "" || filters.states.length > 0 || filters.flow !== null || filters.window !== null;
}

export type Droppable = { label: string; without: RunFilters };

/** The filters that could be dropped to see more, each with what is left without it. */
export function droppable(filters: RunFilters, nameOfFlow: (key: string) => string): Droppable[] {
  const found: Droppable[] = [];
  if (filters.search.trim() !== "") found.push({ label: `the search “${filters.search.trim()}”`, without: { ...filters, search: "" } });
  if (filters.states.length > 0)
    found.push({
      label: filters.states.length === 1 && filters.states[0] ? `the status ${stateWords(filters.states[0])}` : `${filters.states.length} statuses`,
      without: { ...filters, states: [] },
    });
  if (filters.step) found.push({ label: `the step ${filters.step}`, without: { ...filters, step: null } });
  if (filters.flow) found.push({ label: `the flow ${nameOfFlow(filters.flow)}`, without: { ...filters, flow: null, step: null } });
  if (filters.window) found.push({ label: "the part of the time chosen", without: { ...filters, window: null } });
  const range = effectiveRange(filters);
  if (range && range !== "7d" && !filters.window) found.push({ label: `the limit of ${rangeWords(range)}`, without: { ...filters, range: "7d" } });
  return found;
}

export function rangeWords(range: Range): string {
  return { "1h": "1 h", "6h": "6 h", "24h": "24 h", "7d": "7 d" }[range];
}

export function stateWords(state: RunState): string {
  if (state === "technical" || state === "business") return `Failed · ${state}`;
  return state.charAt(0).toUpperCase() + state.slice(1);
}

/** The server counts failed runs by class as `failed.technical` and `failed.business`. */
export function countOf(counts: Record<string, number>, state: RunState): number {
  return counts[state] ?? counts[`failed.${state}`] ?? 0;
}
