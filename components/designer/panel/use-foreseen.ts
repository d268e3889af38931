import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { findStep } from "#flow/steps/index.ts";
import type { TestRunView } from "#server/app.ts";
import type { Live } from "./use-live.ts";
import type { StepQuestion } from "./use-step-panel.ts";

/** Odoo is asked about it: longer than a pause between two words, ms. */
const PAUSE_MS = 1_000;

type StepView = TestRunView["steps"][number];

/** What a step that writes to Odoo would do for the sample as its settings are now; null while that is not known. Nothing is written. */
export function useForeseen(q: StepQuestion, { before }: Pick<Live, "before">): StepView | null {
  const trpc = useTRPC();
  const { mutateAsync: testRun } = useMutation(trpc.flows.testRun.mutationOptions());
  const [told, setTold] = useState<{ step: string; view: StepView | null } | null>(null);
  const latest = useRef(q);
  latest.current = q;
  const { step, sample } = q;
  const definition = findStep(step.type);
  const isWriting = definition?.effect !== undefined && definition.uses.includes("odoo");
  const isWrong = q.problems.some(({ severity }) => severity === "error");
  const isAsked = can(useActor(), "flow.edit") && isWriting && !isWrong && sample !== null && before !== null;
  const { id, config } = step;
  useEffect(() => {
    if (!isAsked || sample === null) return setTold(null);
    void config;
    let current = true;
    const timer = setTimeout(() => {
      const { flow, environment, document } = latest.current;
      testRun({ flow, environment, document, trigger: sample.trigger, only: { step: id }, pins: { ...sample.pins, ...before } }).then(
        (run) => current && setTold({ step: id, view: run.steps.find((each) => each.step === id) ?? null }),
        // what cannot be tried yet is told elsewhere
        () => current && setTold(null),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [isAsked, id, config, sample, before, testRun]);
  return told?.step === id ? told.view : null;
}
