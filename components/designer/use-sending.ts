/**
 * Sending for real from test runs. Only in a sandbox, for those who may; off until somebody turns it on, and asked about once per run: first
 * the run is described as always, then what it would send is confirmed.
 */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { placeOf } from "#flow/nested.ts";
import { findFace } from "#flow/steps/faces.ts";
import type { TestRunView } from "#server/app.ts";
import type { RunPart } from "./run-part.ts";

type Question = Parameters<NonNullable<ReturnType<ReturnType<typeof useTRPC>["flows"]["testRun"]["mutationOptions"]>["mutationFn"]>>[0];

/** A run that was described and waits for a yes. */
export type Asked = { question: Omit<Question, "document"> & { document: FlowDocument }; plan: TestRunView; part: RunPart | null; sample: string };

export type Sending = {
  /** the switch is there: the environment is a sandbox, and this person may send */
  isOffered: boolean;
  isOn: boolean;
  turn: (isOn: boolean) => void;
  /** the steps whose effects wait for a yes, in their order; null where nothing is asked */
  asked: Asked | null;
  ask: (asked: Asked) => void;
  confirm: () => void;
  cancel: () => void;
  isSending: boolean;
  error: { message: string } | null;
};

export function useSending(q: { environment: string; onSent: (result: TestRunView, asked: Asked) => void }): Sending {
  const trpc = useTRPC();
  const actor = useActor();
  const environments = useQuery(trpc.access.environments.queryOptions());
  const send = useMutation(trpc.flows.sendTestRun.mutationOptions());
  const [wanted, setWanted] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const isSandbox = environments.data?.some((each) => each.key === q.environment && each.sandbox) ?? false;
  const isOffered = isSandbox && can(actor, "flow.send");
  const isOn = wanted && isOffered;
  return {
    isOffered,
    isOn,
    turn: setWanted,
    asked,
    ask: (next) => {
      if (!isOn || next.plan.steps.length === 0) return;
      if (sendable(next.question.document, next.plan).length === 0) return void toast("Nothing to send", { description: "This run has no effects." });
      send.reset();
      setAsked(next);
    },
    confirm: () => {
      if (!asked || send.isPending) return;
      send.mutate(
        { ...asked.question, send: sendable(asked.question.document, asked.plan) },
        {
          onSuccess: (result) => {
            setAsked(null);
            q.onSent(result, asked);
          },
        },
      );
    },
    cancel: () => setAsked(null),
    isSending: send.isPending,
    error: send.error,
  };
}

/** Steps of a described run that would really do something outside. A sub-flow is never started from a test run. */
export function sendable(document: FlowDocument, plan: TestRunView): string[] {
  const ids = plan.steps.flatMap((view) => {
    const definition = findFace(placeOf(document, view.step)?.step.type ?? "");
    const isEffect = definition?.effect !== undefined && !definition.uses.includes("flows");
    const isIdle = view.effects.length > 0 && view.effects.every((effect) => effect.action === "none");
    return view.status === "simulated" && isEffect && !isIdle ? [view.step] : [];
  });
  return [...new Set(ids)];
}
