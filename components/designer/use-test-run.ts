/** The sample that feeds live values, and the last test run with it: of the whole flow, up to a step, or of one step. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SampleView, TestRunView } from "#server/app.ts";
import { knownOf, passedBy, withStep } from "./known-outputs.ts";
import type { Blocked, RunPart } from "./run-part.ts";
import type { DesignerStore } from "./store.ts";
import { type Sending, useSending } from "./use-sending.ts";

type TestRun = {
  sample: SampleView | null;
  setSample: (sample: SampleView | null) => void;
  /** with the chosen sample: what another one gave would be read as what this one gives, and be pinned with it */
  run: TestRunView | null;
  /** the one step that was run last, where the rest is of an earlier run */
  only: string | null;
  blocked: Blocked | null;
  isRunning: boolean;
  /** outcomes of approvals by step; approved where nothing is said */
  start: (outcomes?: Record<string, string>, part?: RunPart) => void;
  sending: Sending;
};

type Shown = { run: TestRunView; sample: string; only: string | null };

export function useTestRun({
  flow,
  environment,
  store,
  onDone,
  onNoSample,
}: {
  flow: string;
  environment: string;
  store: DesignerStore;
  onDone: (run: TestRunView, part: RunPart | null) => void;
  /** there is nothing to run with: where samples are made is to be seen */
  onNoSample: () => void;
}): TestRun {
  const trpc = useTRPC();
  const actor = useActor();
  const samples = useQuery(trpc.flows.samples.queryOptions({ flow }));
  const test = useMutation(trpc.flows.testRun.mutationOptions());
  const [shown, setShown] = useState<Shown | null>(null);
  const [blocked, setBlocked] = useState<Blocked | null>(null);
  const [isComing, setIsComing] = useState(false);
  const [chosen, setSample] = useState<SampleView | null | undefined>(undefined);
  // until somebody chooses, the pinned sample feeds all live values
  const first = firstOf(samples.data);
  // the chosen one as it is now: what is pinned with it changes
  const sample = chosen === undefined ? first : (samples.data?.find((each) => each.id === chosen?.id) ?? chosen);
  const earlier = shown !== null && shown.sample === sample?.id ? shown.run : null;

  const show = (result: TestRunView, part: RunPart | null, of: string) => {
    const unknown = part?.kind === "only" && result.failure && result.steps.length === 0 ? result.failure : null;
    setBlocked(part && unknown ? { step: part.step, failure: unknown } : null);
    if (!unknown) {
      const only = part?.kind === "only" ? part.step : null;
      setShown({ run: only !== null && earlier ? withStep(earlier, result) : result, sample: of, only });
    }
    onDone(result, part);
  };
  const sending = useSending({ environment, onSent: (result, asked) => show(result, asked.part, asked.sample) });

  const isRunning = isComing || test.isPending || sending.isSending;

  const start = (outcomes: Record<string, string> = {}, part?: RunPart) => {
    if (store.get().whole.steps.length === 0 || isRunning || !can(actor, "flow.edit")) return;
    if (!samples.isPending || sample) return begin(sample, outcomes, part);
    // pressed before the samples are here: it begins with the first of them
    setIsComing(true);
    void samples.refetch({ cancelRefetch: false }).then(({ data }) => {
      setIsComing(false);
      begin(firstOf(data), outcomes, part);
    });
  };
  const begin = (sample: SampleView | null, outcomes: Record<string, string>, part?: RunPart) => {
    const { whole: document } = store.get();
    if (!sample) {
      onNoSample();
      toast("A sample first", { description: "A test run needs what the trigger would bring: take what really came, or paste it." });
      return;
    }
    const pins = { ...(part?.kind === "only" ? knownOf(earlier) : {}), ...sample.pins, ...part?.pins };
    const what =
      part?.kind === "until"
        ? { until: part.step }
        : part?.kind === "only"
          ? { only: { step: part.step, without: passedBy(document, { run: earlier, step: part.step }), ...(part.item ? { item: part.item } : {}) } }
          : {};
    const question = { flow, document, environment, trigger: sample.trigger, outcomes, ...what, pins };
    test.mutate(question, {
      onSuccess: (result) => {
        show(result, part ?? null, sample.id);
        sending.ask({ question, plan: result, part: part ?? null, sample: sample.id });
      },
      onError: (error) => toast.error("The test run could not start", { description: [error.message, fixOf(error)].filter(Boolean).join(" ") }),
    });
  };
  return {
    sample,
    setSample,
    run: earlier,
    only: earlier && shown ? shown.only : null,
    blocked,
    isRunning,
    start,
    sending,
  };
}

const firstOf = (samples: SampleView[] | undefined): SampleView | null => samples?.find((each) => each.pinned) ?? samples?.[0] ?? null;
