"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Json } from "#flow/document.ts";
import type { ReplayRequest, RunView, VersionView } from "#server/app.ts";
import { parseJson, ReplayEditor } from "./replay-editor.tsx";
import { ReplaySteps } from "./replay-steps.tsx";
import styles from "./replay-dialog.module.css";

export type ReplayMode = "from" | "whole" | "edited";

type ReplayProps = { mode: ReplayMode; run: RunView; from: { id: string; name: string } | null; onClose: () => void; onReplayed: (runId: string) => void };

const START = "start:";

/** A replay shows what it would do before it does anything: which steps are kept, which are found, which are sent. */
export function ReplayDialog({ mode, run, from, onClose, onReplayed }: ReplayProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [begin, setBegin] = useState(mode === "from" && from ? from.id : START);
  const [version, setVersion] = useState(run.version);
  const [isEditing, setEditing] = useState(mode === "edited");
  /** null: as it was */
  const [text, setText] = useState<string | null>(null);
  const [asNewEvent, setAsNewEvent] = useState(false);
  const [given, setGiven] = useState<{ step: string; input: Json } | null>(null);
  const versions = useQuery(trpc.flows.versions.queryOptions({ flow: run.flow.key }));
  const steps = useMemo(() => stepsToBeginAt(run), [run]);
  const name = steps.find((step) => step.id === begin)?.name ?? from?.name ?? begin;

  const original = useMemo(
    () => (begin === START ? written(bodyOf(run.trigger)) : given?.step === begin && given.input !== null ? written(given.input) : null),
    [begin, run.trigger, given],
  );
  const parsed = useMemo(() => (isEditing && text !== null && text !== original ? parseJson(text) : null), [isEditing, text, original]);
  const edited = parsed?.ok ? parsed.value : undefined;
  const request = useMemo<ReplayRequest>(
    () => ({
      runId: run.id,
      ...(begin === START ? {} : { from: begin }),
      ...(version === run.version ? {} : { version }),
      ...(edited === undefined ? {} : begin === START ? { triggerBody: edited } : { input: edited }),
      ...(asNewEvent && begin === START ? { asNewEvent: true } : {}),
    }),
    [run.id, run.version, begin, version, edited, asNewEvent],
  );
  const preview = useMutation(
    trpc.runs.replayPreview.mutationOptions({
      onSuccess: (seen, asked) => {
        if (asked.from !== undefined && asked.input === undefined) setGiven({ step: asked.from, input: seen.input });
      },
    }),
  );
  const replay = useMutation(
    trpc.runs.replay.mutationOptions({
      onSuccess: async ({ runId }) => {
        await client.invalidateQueries({ queryKey: trpc.runs.pathKey() });
        onClose();
        onReplayed(runId);
      },
    }),
  );
  const ask = preview.mutate;
  useEffect(() => {
    // typing settles first: a preview reads the target
    const pause = setTimeout(() => ask(request), edited === undefined ? 0 : 400);
    return () => clearTimeout(pause);
  }, [ask, request, edited]);

  const title = isEditing ? "Replay with edited input" : begin === START ? "Replay whole run" : `Replay from ${name}`;
  const refused = preview.data?.refused ?? null;
  const blocked = parsed !== null && !parsed.ok;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} wide={isEditing}>
      <div className={styles.replay}>
        <p>{explain({ step: begin === START ? null : name, isEditing, isOther: version !== run.version })}</p>
        <div className={styles.replayChoices}>
          <Field label="Begin at">
            {(ids) => (
              <Select
                {...ids}
                value={begin}
                options={[{ value: START, label: "The trigger" }, ...steps.map((step) => ({ value: step.id, label: step.name }))]}
                onChange={(next) => {
                  setBegin(next);
                  setText(null);
                }}
              />
            )}
          </Field>
          <Field label="On version">
            {(ids) => (
              <Select {...ids} value={String(version)} options={versionOptions(run, versions.data ?? [])} onChange={(next) => setVersion(Number(next))} />
            )}
          </Field>
        </div>
        {isEditing && original !== null && (
          <ReplayEditor
            label={begin === START ? "What the trigger received, as JSON" : `What ${name} gets, as JSON`}
            text={text ?? original}
            original={original}
            hint={run.isSealed ? "Values shown as dots stay as they are, unless you write over them." : null}
            problem={blocked ? parsed.problem : null}
            onChange={setText}
          />
        )}
        {isEditing && original === null && preview.isSuccess && (
          <p className="text-ink-3">What {name} gets cannot be worked out before it runs, so it cannot be edited here.</p>
        )}
        <ReplaySteps preview={preview.data ?? null} isPending={preview.isPending || preview.isIdle} problem={preview.error?.message ?? null} />
        {begin === START && (
          <label className={styles.checkLine}>
            <input type="checkbox" checked={asNewEvent} onChange={(event) => setAsNewEvent(event.target.checked)} />
            <span>
              As a new event
              <small>Every effect is done again, under new keys: records that exist are not found but made a second time.</small>
            </span>
          </label>
        )}
        {(refused ?? replay.error) && (
          <p role="alert" className="text-12 text-danger-text">
            {refused ?? `Not replayed: ${replay.error?.message}`}
          </p>
        )}
        <div className="flex justify-end gap-2">
          {!isEditing && (
            <Button variant="ghost" className="mr-auto" onClick={() => setEditing(true)}>
              Edit the input…
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button variant="primary" disabled={blocked || refused !== null || replay.isPending} onClick={() => replay.mutate(request)}>
            {replay.isPending ? "Starting…" : "Start replay"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function explain({ step, isEditing, isOther }: { step: string | null; isEditing: boolean; isOther: boolean }): string {
  const how =
    step === null
      ? isEditing
        ? "Starts again from the trigger with the input below. The original run and its input stay as they are."
        : "Starts again from the trigger with the same input and the same keys: what was written is found, not written twice."
      : `What was done before ${step} is kept and not done again. The original run stays as it is.`;
  return isOther ? `${how} Steps of the other version are matched by their id, also by a former one.` : how;
}

/** The steps that the run got to, in their order. One inside a frame is repeated with its frame. */
function stepsToBeginAt(run: RunView): { id: string; name: string }[] {
  const reached = new Set(run.steps.map((record) => record.step));
  return run.document.steps
    .filter((step) => reached.has(step.id) && !step.type.startsWith("trigger."))
    .map((step) => ({ id: step.id, name: run.steps.find((record) => record.step === step.id)?.name ?? step.id }));
}

function versionOptions(run: RunView, versions: VersionView[]): { value: string; label: string }[] {
  const numbers = [...new Set([run.version, ...versions.map((each) => each.number)])].sort((a, b) => b - a);
  return numbers.map((number) => {
    const deployed = versions.find((each) => each.number === number)?.deployedIn.map(environmentName) ?? [];
    const facts = [...(number === run.version ? ["it ran on this one"] : []), ...(deployed.length > 0 ? [`in ${deployed.join(", ")}`] : [])];
    return { value: String(number), label: [`v${number}`, ...facts].join(" · ") };
  });
}

function written(value: Json): string {
  return JSON.stringify(value, null, 2);
}

function bodyOf(trigger: Json): Json {
  return typeof trigger === "object" && trigger !== null && !Array.isArray(trigger) && "body" in trigger ? (trigger.body ?? null) : trigger;
}
