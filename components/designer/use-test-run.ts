/** The sample that feeds live values, and the last test run with it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Pins, SampleView, TestRunView } from "#server/app.ts";
import type { DesignerStore } from "./store.ts";

/** Not the whole flow: it ends after a step, and `pins` stand for steps that are not executed. */
type Part = { until: string; pins?: Pins };

type TestRun = {
  sample: SampleView | null;
  setSample: (sample: SampleView | null) => void;
  run: TestRunView | null;
  isRunning: boolean;
  /** outcomes of approvals by step; approved where nothing is said */
  start: (outcomes?: Record<string, string>, part?: Part) => void;
};

export function useTestRun({
  flow,
  environment,
  store,
  onDone,
}: {
  flow: string;
  environment: string;
  store: DesignerStore;
  onDone: (run: TestRunView, part: Part | null) => void;
}): TestRun {
  const trpc = useTRPC();
  const actor = useActor();
  const samples = useQuery(trpc.flows.samples.queryOptions({ flow }));
  const test = useMutation(trpc.flows.testRun.mutationOptions());
  const [run, setRun] = useState<TestRunView | null>(null);
  const [chosen, setSample] = useState<SampleView | null | undefined>(undefined);
  // until somebody chooses, the pinned sample feeds all live values
  const first = samples.data?.find((each) => each.pinned) ?? samples.data?.[0] ?? null;
  // the chosen one as it is now: what is pinned with it changes
  const sample = chosen === undefined ? first : (samples.data?.find((each) => each.id === chosen?.id) ?? chosen);

  const start = (outcomes: Record<string, string> = {}, part?: Part) => {
    const { whole: document } = store.get();
    if (document.steps.length === 0 || test.isPending || !can(actor, "flow.edit")) return;
    if (!sample) {
      toast("Choose a sample first", { description: "A test run needs the data that a trigger would bring. Paste some under Sample." });
      return;
    }
    test.mutate(
      { flow, document, environment, trigger: sample.trigger, outcomes, ...part, pins: { ...sample.pins, ...part?.pins } },
      {
        onSuccess: (result) => {
          setRun(result);
          onDone(result, part ?? null);
        },
        onError: (error) => toast.error("The test run could not start", { description: [error.message, fixOf(error)].filter(Boolean).join(" ") }),
      },
    );
  };
  return { sample, setSample, run, isRunning: test.isPending, start };
}
