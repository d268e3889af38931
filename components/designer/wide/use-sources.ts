"use client";

import { useMemo } from "react";
import type { FlowDocument } from "#flow/document.ts";
import type { Shape } from "#flow/shape.ts";
import type { SampleView } from "#server/app.ts";
import type { Live } from "../panel/use-live.ts";
import { useVariables } from "../panel/use-variables.ts";
import { type Source, sourcesOf } from "./sources.ts";

type Question = { environment: string; around: FlowDocument; step: string; scope: Shape; sample: SampleView | null; live: Live };

/** What the step sees. The same list while only the step's own settings are typed. */
export function useSources({ environment, around, step, scope, sample, live }: Question): Source[] {
  const vars = useVariables(environment);
  const { steps, item } = live;
  return useMemo(
    () =>
      sourcesOf({
        document: around,
        step,
        scope,
        trigger: sample?.trigger,
        outputs: steps,
        pinned: new Set(Object.keys(sample?.pins ?? {})),
        item: item?.value,
        vars,
      }),
    [around, step, scope, sample, steps, item, vars],
  );
}
