"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Json } from "#flow/document.ts";
import type { ReplayPreview, ReplayRequest, RunView } from "#server/app.ts";
import { keyed } from "#components/ui/keyed.ts";
import { changedOnly, lineDiff } from "./line-diff.ts";
import { WILL } from "./replay-words.ts";
import styles from "./run.module.css";

export type ReplayMode = "from" | "whole" | "edited";

type ReplayProps = { mode: ReplayMode; run: RunView; from: { id: string; name: string } | null; onClose: () => void; onReplayed: (runId: string) => void };

/** A replay shows what it would do before it does anything: which steps are kept, which are found, which are sent. */
export function ReplayDialog({ mode, run, from, onClose, onReplayed }: ReplayProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const original = useMemo(() => JSON.stringify(bodyOf(run.trigger), null, 2), [run.trigger]);
  const [text, setText] = useState(original);
  const [asNewEvent, setAsNewEvent] = useState(false);
  const parsed = useMemo(() => parse(text), [text]);
  const edited = mode === "edited" && parsed.ok && text !== original;
  const request = useMemo<ReplayRequest>(
    () => ({
      runId: run.id,
      ...(mode === "from" && from ? { from: from.id } : {}),
      ...(edited && parsed.ok ? { triggerBody: parsed.value } : {}),
      ...(asNewEvent ? { asNewEvent: true } : {}),
    }),
    [run.id, mode, from, edited, parsed, asNewEvent],
  );
  const preview = useMutation(trpc.runs.replayPreview.mutationOptions());
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
    const pause = setTimeout(() => ask(request), mode === "edited" ? 400 : 0);
    return () => clearTimeout(pause);
  }, [ask, request, mode]);

  const title = mode === "from" && from ? `Replay from ${from.name}` : mode === "edited" ? "Replay with edited input" : "Replay whole run";
  const refused = preview.data?.refused ?? null;
  const blocked = mode === "edited" && !parsed.ok;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} wide={mode === "edited"}>
      <div className={styles.replay}>
        <p>{explain(mode, from?.name ?? null)}</p>
        {mode === "edited" && <Editor text={text} original={original} problem={parsed.ok ? null : parsed.problem} onChange={setText} />}
        <Preview preview={preview.data ?? null} isPending={preview.isPending || preview.isIdle} problem={preview.error?.message ?? null} />
        {mode !== "from" && (
          <label className={styles.checkLine}>
            <input type="checkbox" checked={asNewEvent} onChange={(event) => setAsNewEvent(event.target.checked)} />
            <span>
              As a new event
              <small>Every effect is done again, under new keys: records that exist are not found but made a second time.</small>
            </span>
          </label>
        )}
        {(refused ?? replay.error) && (
          <p role="alert" className={styles.problem}>
            {refused ?? `Not replayed: ${replay.error?.message}`}
          </p>
        )}
        <div className={styles.dialogActions}>
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

function explain(mode: ReplayMode, step: string | null): string {
  if (mode === "from") return `What was done before ${step ?? "this step"} is kept and not done again. The original run stays as it is.`;
  if (mode === "edited") return "Starts again from the trigger with the input below. The original run and its input stay as they are.";
  return "Starts again from the trigger with the same input and the same keys: what was written is found, not written twice.";
}

function Editor({ text, original, problem, onChange }: { text: string; original: string; problem: string | null; onChange: (text: string) => void }) {
  const changes = useMemo(() => changedOnly(lineDiff(original, text)), [original, text]);
  return (
    <div className={styles.editor}>
      <label>
        What the trigger received, as JSON
        <textarea
          className="mono"
          spellCheck={false}
          rows={12}
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={problem ? "input-problem" : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem && (
        <p id="input-problem" role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <section aria-label="Difference">
        <h3>Difference</h3>
        {changes.length === 0 ? (
          <p className={styles.nil}>Nothing changed yet.</p>
        ) : (
          <pre className={styles.diff}>
            {keyed(changes, (line) => `${line.kind} ${line.text}`).map(({ key, item: line }) => {
              const Line = line.kind === "before" ? "del" : line.kind === "after" ? "ins" : "span";
              return (
                <Line key={key}>
                  <span className="sr-only">{line.kind === "same" ? "" : `${line.kind}: `}</span>
                  {line.text || " "}
                  {"\n"}
                </Line>
              );
            })}
          </pre>
        )}
      </section>
    </div>
  );
}

function Preview({ preview, isPending, problem }: { preview: ReplayPreview | null; isPending: boolean; problem: string | null }) {
  if (problem) return <p className={styles.problem}>What it would do could not be worked out: {problem}</p>;
  if (!preview) {
    return (
      <div role="status" aria-label="Working out what it would do">
        <span className={styles.bone} style={{ height: 14, width: "60%" }} />
        <span className={styles.bone} style={{ height: 14, width: "50%", marginTop: 8 }} />
      </div>
    );
  }
  if (preview.steps.length === 0) return null;
  return (
    <table className={styles.preview} aria-label="What it will do" aria-busy={isPending}>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">What it will do</th>
        </tr>
      </thead>
      <tbody>
        {preview.steps.map((step) => (
          <tr key={step.step}>
            <th scope="row">{step.name}</th>
            <td>
              <span data-tone={WILL[step.will].tone}>{WILL[step.will].words}</span>
              {step.note && <small>{step.note}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function bodyOf(trigger: Json): Json {
  return typeof trigger === "object" && trigger !== null && !Array.isArray(trigger) && "body" in trigger ? (trigger.body ?? null) : trigger;
}

function parse(text: string): { ok: true; value: Json } | { ok: false; problem: string } {
  try {
    return { ok: true, value: Json.parse(JSON.parse(text)) };
  } catch (error) {
    return { ok: false, problem: `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}` };
  }
}
