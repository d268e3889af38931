/** What a measurement is: figures of ours, figures of a yardstick from the same rounds, and whether the target is reached. */
export type Spread = { min: number; median: number; max: number };

export type Measure = {
  name: string;
  unit: string;
  ours: Spread;
  baseline?: Spread;
  /** ours by the baseline, of the two figures of one round */
  ratio?: Spread;
  target: number | null;
  /** the target in words: what of, and in which direction */
  wanted: string | null;
  holds: boolean | null;
};

/** Of the ratio, or of our own figure. */
export type Target = { of: "ours" | "ratio"; least: number } | { of: "ours" | "ratio"; most: number };

type Figures = { name: string; unit: string; ours: number[]; baseline?: number[]; target?: Target };

/** A target is held by the median: single rounds belong to the machine's moods. */
export function measureOf(q: Figures): Measure {
  const { name, unit, ours, baseline, target } = q;
  const ratio = baseline && spreadOf(ours.map((figure, index) => figure / (baseline[index] ?? Number.NaN)));
  const spread = spreadOf(ours);
  const judged = target?.of === "ratio" ? ratio?.median : spread.median;
  const holds = target === undefined || judged === undefined ? null : "least" in target ? judged >= target.least : judged <= target.most;
  return {
    name,
    unit,
    ours: spread,
    ...(baseline ? { baseline: spreadOf(baseline) } : {}),
    ...(ratio ? { ratio } : {}),
    target: target === undefined ? null : "least" in target ? target.least : target.most,
    wanted: target === undefined ? null : `${target.of === "ratio" ? "a ratio of" : ""} ${"least" in target ? "at least" : "at most"}`.trim(),
    holds,
  };
}

function spreadOf(figures: number[]): Spread {
  const sorted = figures.map(rounded).sort((a, b) => a - b);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** Three digits that mean something, and no false ones. */
function rounded(figure: number): number {
  return Math.abs(figure) >= 100 ? Math.round(figure) : Number(figure.toPrecision(3));
}

/** @param part 0.99: the value that 99 of 100 stay under */
export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** A measure for people, on one line. */
export function lineOf({ name, unit, ours, baseline, ratio, target, wanted, holds }: Measure): string {
  const spread = (of: Spread) => `${of.median} (${of.min} to ${of.max})`;
  const parts = [`${spread(ours)} ${unit}`];
  if (baseline) parts.push(`yardstick ${spread(baseline)}`);
  if (ratio) parts.push(`ratio ${spread(ratio)}`);
  if (wanted) parts.push(`wanted ${wanted} ${target}: ${holds ? "holds" : "MISSED"}`);
  return `${name}: ${parts.join("; ")}`;
}
