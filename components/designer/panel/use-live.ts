"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { expressionsIn } from "#flow/expression/inspect.ts";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { useTRPC } from "#components/trpc.tsx";
import type { ExpressionValue, SampleView, TestRunView } from "#server/app.ts";

/** A pause in typing that is long enough to ask the server, ms. */
const PAUSE_MS = 350;

type Question = { environment: string; flow: string; document: FlowDocument; step: Step; sample: SampleView | null; lastRun: TestRunView | null };
export type Live = { steps: Record<string, Json>; liveValue: (source: string) => ExpressionValue | undefined };

/** What the steps before this one give for the sample, and what each expression of this step gives from that. */
export function useLive(q: Question): Live {
  const trpc = useTRPC();
  const { mutateAsync: testRun } = useMutation(trpc.flows.testRun.mutationOptions());
  const { mutateAsync: evaluate } = useMutation(trpc.flows.evaluate.mutationOptions());
  const [ran, setRan] = useState<Record<string, Json> | null>(null);
  const [values, setValues] = useState<ReadonlyMap<string, ExpressionValue>>(new Map());

  // the steps before change when the flow changes anywhere else, not while this step's own settings are typed
  const others = useMemo(
    () => JSON.stringify({ edges: q.document.edges, steps: q.document.steps.filter((each) => each.id !== q.step.id) }),
    [q.document, q.step.id],
  );
  const latest = useRef(q);
  latest.current = q;
  const sampleId = q.sample?.id ?? null;
  useEffect(() => {
    if (sampleId === null) return setRan(null);
    void others;
    let current = true;
    const timer = setTimeout(() => {
      const { environment, flow, document, step, sample } = latest.current;
      if (!sample) return;
      testRun({ flow, environment, document, trigger: sample.trigger, until: step.id }).then(
        (run) => current && setRan(outputsOf(run)),
        // a draft that cannot be followed yet: what is known stays, its problems are shown elsewhere
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [others, sampleId, testRun]);

  const steps = useMemo(() => ({ ...(q.lastRun ? outputsOf(q.lastRun) : {}), ...ran }), [q.lastRun, ran]);
  const sources = useMemo(
    () => [...new Set(expressionsIn(q.step.config).map(({ source }) => source))].filter((source) => source.trim() !== ""),
    [q.step.config],
  );
  const trigger = q.sample?.trigger;
  useEffect(() => {
    if (trigger === undefined || sources.length === 0) return;
    let current = true;
    const timer = setTimeout(() => {
      evaluate({ environment: latest.current.environment, expressions: sources.map(($) => ({ $ })), trigger, steps }).then(
        (answers) => {
          // what travelled as JSON is JSON; the client's types lose that on the way
          if (current) setValues(new Map(sources.map((source, index) => [source, (answers[index] ?? { ok: false, message: "no answer" }) as ExpressionValue])));
        },
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [sources, steps, trigger, evaluate]);

  return { steps, liveValue: (source) => values.get(source) };
}

function outputsOf(run: TestRunView): Record<string, Json> {
  return Object.fromEntries(run.steps.filter((step) => step.status === "succeeded" || step.status === "simulated").map((step) => [step.step, step.output]));
}
