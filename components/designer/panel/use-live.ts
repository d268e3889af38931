"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { stepName } from "#flow/edit.ts";
import { expressionsIn } from "#flow/expression/inspect.ts";
import { placeOf } from "#flow/nested.ts";
import { useTRPC } from "#components/trpc.tsx";
import type { ExpressionValue, Pins, SampleView, TestRunView } from "#server/app.ts";
import { useAround } from "./around.ts";
import { runPlace } from "./run-place.ts";

/** A pause in typing that is long enough to ask the server, ms. */
const PAUSE_MS = 350;

type Question = { environment: string; flow: string; document: FlowDocument; step: Step; sample: SampleView | null; lastRun: TestRunView | null };

/** A for each around the step, and the item of it that is looked at. */
export type FrameItem = { frame: string; name: string; at: number; of: number };

export type Live = {
  /** latest outputs of earlier steps, along the items that are looked at */
  steps: Record<string, Json>;
  /** what the steps before this one gave just now, to run this one alone: null where items stand between */
  before: Pins | null;
  /** what the last test run did at this step */
  record: TestRunView["steps"][number] | null;
  liveValue: (source: string) => ExpressionValue | undefined;
  /** from the outermost */
  frames: readonly FrameItem[];
  item: { value: Json; index: number } | undefined;
  /** keys of the items that are looked at, as a test run names them */
  path: string | undefined;
  lookAt: (frame: string, at: number) => void;
};

/** What the steps before this one give for the sample, and what each expression of this step gives from that. */
export function useLive(q: Question): Live {
  const trpc = useTRPC();
  const { mutateAsync: testRun } = useMutation(trpc.flows.testRun.mutationOptions());
  const { mutateAsync: evaluate } = useMutation(trpc.flows.evaluate.mutationOptions());
  const [ran, setRan] = useState<TestRunView | null>(null);
  const [isFollowed, setFollowed] = useState(false);
  const [at, setAt] = useState<ReadonlyMap<string, number>>(new Map());
  const [lists, setLists] = useState<ReadonlyMap<string, Json[]>>(new Map());
  const [values, setValues] = useState<ReadonlyMap<string, ExpressionValue>>(new Map());

  const around = useAround(q.document, q.step.id);
  const latest = useRef(q);
  latest.current = q;
  // trying a draft is for those who draw; everybody else sees what the last run gave
  const sample = can(useActor(), "flow.edit") ? q.sample : null;
  useEffect(() => {
    if (sample === null) return setRan(null);
    void around;
    let current = true;
    const timer = setTimeout(() => {
      const { environment, flow, document, step } = latest.current;
      testRun({ flow, environment, document, trigger: sample.trigger, until: step.id, pins: sample.pins }).then(
        (run) => {
          if (!current) return;
          setRan(run);
          setFollowed(true);
        },
        // a draft that cannot be followed yet: what is known stays, its problems are shown elsewhere
        () => current && setFollowed(true),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [around, sample, testRun]);

  const id = q.step.id;
  const here = useMemo(() => {
    const last = runPlace({ document: around, step: id, run: q.lastRun, at });
    const now = runPlace({ document: around, step: id, run: ran, at });
    // the step's own result is that of the run that was asked for, its inputs are those of the draft as it is
    return { steps: { ...last.outputs, ...now.outputs }, record: last.record, items: now.items };
  }, [around, id, q.lastRun, ran, at]);

  const before = useMemo(() => ((placeOf(around, id)?.frames.length ?? 0) > 0 || ran === null ? null : pinsOf(ran, id)), [around, id, ran]);

  const trigger = sample?.trigger;
  useEffect(() => {
    const frames = placeOf(around, id)?.frames ?? [];
    if (trigger === undefined || frames.length === 0) return;
    let current = true;
    const ask = async (): Promise<Map<string, Json[]>> => {
      const found = new Map<string, Json[]>();
      let item: { value: Json; index: number } | undefined;
      for (const frame of frames) {
        const given = frame.config.items ?? [];
        const { outputs: steps } = runPlace({ document: around, step: frame.id, run: ran, at });
        const asked = { environment: latest.current.environment, trigger, steps, ...(item === undefined ? {} : { item }) };
        const value = isExpression(given) ? valueIn((await evaluate({ ...asked, expressions: [given] }))[0] as ExpressionValue | undefined) : given;
        const list = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
        found.set(frame.id, list);
        const index = Math.min(at.get(frame.id) ?? 0, list.length - 1);
        if (index < 0) break;
        item = { value: list[index] ?? null, index };
      }
      return found;
    };
    ask().then(
      (found) => current && setLists(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [around, id, trigger, ran, at, evaluate]);

  const frames = useMemo(
    () =>
      (placeOf(around, id)?.frames ?? []).flatMap((frame): FrameItem[] => {
        const of = lists.get(frame.id)?.length ?? 0;
        return of === 0 ? [] : [{ frame: frame.id, name: stepName(frame), at: Math.min(at.get(frame.id) ?? 0, of - 1), of }];
      }),
    [around, id, lists, at],
  );
  const inner = frames.at(-1);
  const isInside = frames.length > 0 && frames.length === (placeOf(around, id)?.frames.length ?? 0);
  const item = useMemo(
    () => (inner && isInside ? { value: lists.get(inner.frame)?.[inner.at] ?? null, index: inner.at } : undefined),
    [inner, isInside, lists],
  );

  const sources = useMemo(
    () => [...new Set(expressionsIn(q.step.config).map(({ source }) => source))].filter((source) => source.trim() !== ""),
    [q.step.config],
  );
  const { steps } = here;
  // what reads steps and is asked before they are known would be told to be missing
  const asked = useMemo(() => (isFollowed ? sources : sources.filter((source) => !source.includes("steps"))), [sources, isFollowed]);
  const path = item === undefined ? undefined : here.items.at(-1)?.[item.index];
  useEffect(() => {
    if (trigger === undefined || asked.length === 0) return;
    let current = true;
    const timer = setTimeout(() => {
      const within = { environment: latest.current.environment, trigger, steps, ...(item === undefined ? {} : { item }) };
      evaluate({ ...within, expressions: asked.map(($) => ({ $ })) }).then(
        (answers) => {
          // what travelled as JSON is JSON; the client's types lose that on the way
          if (current) setValues(new Map(asked.map((source, index) => [source, (answers[index] ?? { ok: false, message: "no answer" }) as ExpressionValue])));
        },
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, steps, trigger, item, evaluate]);

  const lookAt = useCallback((frame: string, place: number) => setAt((known) => new Map(known).set(frame, place)), []);
  const liveValue = useCallback((source: string) => values.get(source), [values]);
  return { steps, before, record: here.record, liveValue, frames, item, path, lookAt };
}

function valueIn(answer: ExpressionValue | undefined): Json | undefined {
  return answer?.ok ? answer.value : undefined;
}

function pinsOf(run: TestRunView, step: string): Pins {
  const done = run.steps.filter((view) => view.item === undefined && view.step !== step && view.port !== null);
  return Object.fromEntries(done.map((view) => [view.step, { port: view.port ?? "out", output: view.output }]));
}
