/** What the editors of a step share, and what the step sees: worked out once, for the inspector or for the wide panel. */
import { useMemo } from "react";
import type { FlowDocument, Step } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";
import type { Shape } from "#flow/shape.ts";
import { withItem } from "#flow/flow-shapes.ts";
import { isPromised } from "#flow/promised.ts";
import { scopeAt } from "#flow/shape-at.ts";
import { shapeOf } from "#flow/shape-of.ts";
import type { SampleView, TestRunView } from "#server/app.ts";
import { useAround } from "./around.ts";
import { changedIn } from "./foreseen.ts";
import type { Panel } from "./panel-context.tsx";
import { useForeseen } from "./use-foreseen.ts";
import { type Live, useLive } from "./use-live.ts";
import { useOtherFlows } from "./use-other-flows.ts";
import { useVariables } from "./use-variables.ts";

export type StepQuestion = {
  environment: string;
  flow: string;
  document: FlowDocument;
  step: Step;
  /** of this step */
  problems: Problem[];
  sample: SampleView | null;
  lastRun: TestRunView | null;
  canEdit: boolean;
};

type Seen = { panel: Panel; live: Live; around: FlowDocument; scope: Shape; foreseen: TestRunView["steps"][number] | null };

export function useStepPanel(q: StepQuestion): Seen {
  const { step, sample, document } = q;
  const live = useLive(q);
  const foreseen = useForeseen(q, live);
  const changed = useMemo(() => changedIn(foreseen), [foreseen]);
  const around = useAround(document, step.id);
  const { steps, item } = live;
  const vars = useVariables(q.environment);
  const { flows, topics } = useOtherFlows(q.environment);
  // the item that is looked at is at hand: its shape is known exactly
  const scope = useMemo(() => {
    const values = { ...(sample ? { trigger: sample.trigger } : {}), steps, ...(vars ? { vars } : {}) };
    const seen = scopeAt(around, step.id, values, { ...(flows ? { flows } : {}), ...(topics ? { topics } : {}) });
    return item === undefined ? seen : withItem(seen, shapeOf(item.value));
  }, [around, step.id, sample, steps, item, vars, flows, topics]);
  const given = useMemo(() => Object.fromEntries(Object.entries(steps).filter(([, output]) => !isPromised(output))), [steps]);
  const panel: Panel = {
    environment: q.environment,
    document,
    step,
    canEdit: q.canEdit,
    problems: q.problems,
    scope,
    hasSample: sample !== null,
    seen: { trigger: sample?.trigger, steps: given, item: item?.value },
    liveValue: live.liveValue,
    changed,
  };
  return { panel, live, around, scope, foreseen };
}
