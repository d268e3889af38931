/** Reads a test run from one place in the flow: inside a for each, along the items that are looked at. */
import type { FlowDocument, Json } from "#flow/document.ts";
import { allSteps, bodyOf, placeOf } from "#flow/nested.ts";
import type { TestRunView } from "#server/app.ts";

type StepView = TestRunView["steps"][number];

export type RunPlace = {
  /** what the steps gave that this place sees: latest output per step */
  outputs: Record<string, Json>;
  /** what the run did here */
  record: StepView | null;
  /** keys of the items that the run went through, frame by frame from the outermost, along those that are looked at */
  items: string[][];
};

/** `at`: places of the items that are looked at, by the id of their frame; the first where nothing is said. */
export function runPlace(q: { document: FlowDocument; step: string; run: TestRunView | null; at: ReadonlyMap<string, number> }): RunPlace {
  const frames = placeOf(q.document, q.step)?.frames ?? [];
  const views = q.run?.steps ?? [];
  const items: string[][] = [];
  let chosen: string | null = null;
  const seen: StepView[] = views.filter((view) => view.item === undefined);
  for (const frame of frames) {
    const body = bodyOf(frame);
    const own = new Set(body ? body.steps.map((step) => step.id) : []);
    const inside = new Set(body ? allSteps(body).map((step) => step.id) : []);
    const outer: string | null = chosen;
    const below: StepView[] = views.filter((view) => view.item !== undefined && inside.has(view.step) && isBelow(view.item, outer));
    const keys: string[] = [...new Set(below.filter((view) => own.has(view.step)).map((view) => view.item ?? ""))];
    items.push(keys);
    chosen = keys[Math.min(q.at.get(frame.id) ?? 0, keys.length - 1)] ?? null;
    if (chosen === null) break;
    for (const view of below) if (own.has(view.step) && view.item === chosen) seen.push(view);
  }
  const outputs: Record<string, Json> = {};
  for (const view of seen) if (view.status === "succeeded" || view.status === "simulated" || view.port === "error") outputs[view.step] = view.output;
  return { outputs, record: seen.findLast((view) => view.step === q.step) ?? null, items };
}

function isBelow(item: string, outer: string | null): boolean {
  return outer === null || item.startsWith(`${outer}/`);
}
