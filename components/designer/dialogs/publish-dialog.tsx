"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { OctagonX, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { compare } from "#flow/compare.ts";
import type { FlowDocument } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import { unkeptContracts } from "#flow/unkept.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { Textarea } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { ChangeList } from "../change-list.tsx";
import type { Saving } from "../store.ts";
import { Unchecked } from "../unchecked.tsx";
import type { Checking } from "../use-problems.ts";
import { authorsOf, contributionWords } from "../together/authors.ts";
import { Trouble } from "#components/ui/trouble.tsx";

type PublishDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  flow: string;
  environment: string;
  revision: number;
  document: FlowDocument;
  problems: readonly Problem[];
  checking: Checking;
  /** how the last changes fare that the server does not have yet; null: it has all */
  unsaved: Saving | null;
  latestVersion: number | null;
  onSave: () => void;
  onPublished: (version: number) => void;
  onSelectProblem: (problem: Problem) => void;
};

/** Freezes the draft as a version: what it changes, what stands in the way, and a note for those who come later. */
export function PublishDialog(q: PublishDialogProps) {
  const note = useRef<HTMLTextAreaElement>(null);
  const isBlocked = q.problems.some((problem) => problem.severity === "error");
  return (
    <Dialog
      wide
      // what stands in the way comes first; where nothing does, only the note is left to say
      {...(isBlocked ? {} : { initialFocus: note })}
      open={q.open}
      onOpenChange={q.onOpenChange}
      title="Publish"
      description="A version never changes again. Publishing alone lets nothing run; deploying does."
    >
      {q.open && <PublishForm {...q} noteRef={note} />}
    </Dialog>
  );
}

function PublishForm(q: PublishDialogProps & { noteRef: RefObject<HTMLTextAreaElement | null> }) {
  const { noteRef, onOpenChange, flow, environment, revision, document, checking, unsaved, latestVersion, onSave, onPublished, onSelectProblem } = q;
  const trpc = useTRPC();
  const [note, setNote] = useState("");
  const [published, setPublished] = useState<number | null>(null);
  const [refused, setRefused] = useState<Problem[]>([]);
  const before = useQuery(trpc.flows.version.queryOptions({ flow, version: latestVersion ?? 1 }, { enabled: latestVersion !== null }));
  const governed = useQuery(trpc.flows.governed.queryOptions());
  const log = useQuery(trpc.flows.draftChanges.queryOptions({ flow }, { refetchOnMount: "always" }));
  const publish = useMutation(
    trpc.flows.publish.mutationOptions({
      onSuccess: (result) => {
        if (result.version === null) return setRefused(result.problems);
        setPublished(result.version);
        onPublished(result.version);
      },
    }),
  );
  // those of an earlier state keep nobody from publishing: the server looks at the one that is published
  const problems = checking.kind === "failed" ? [] : q.problems;
  const errors = [...problems, ...refused].filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");
  const people = contributionWords(before.data ? compare(before.data.document, document) : [], log.data ?? []);
  const changes = before.data ? compare(before.data.document, document) : null;

  const form = useRef<HTMLFormElement>(null);
  const held = useRef<Element | null>(null);
  useLayoutEffect(() => {
    // a problem that had the keyboard is solved, or told in other words, by the time the rules have looked again
    if (held.current === null || held.current.isConnected || form.current === null || form.current.contains(window.document.activeElement)) return;
    (form.current.querySelector<HTMLElement>("li button") ?? noteRef.current)?.focus();
  });

  const newContracts = unkeptContracts(document, governed.data?.contracts ?? [], before.data?.contracts ?? []);
  const isNew = changes === null || changes.length > 0 || newContracts.length > 0;

  if (published !== null)
    return (
      <>
        <Note tone="ok" announce="status">
          <b>Version {published} is published.</b> It runs nowhere yet: deploy it to let it listen.
        </Note>
        <DialogActions>
          {/* it takes the place of the button that was pressed */}
          <Button variant="primary" autoFocus onClick={() => onOpenChange(false)}>
            Done
          </Button>
        </DialogActions>
      </>
    );

  const jump = (problem: Problem) => {
    onOpenChange(false);
    onSelectProblem(problem);
  };
  return (
    <form
      ref={form}
      onFocus={(event) => {
        held.current = event.target;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate({ flow, note, baseRevision: revision, environment });
      }}
    >
      {checking.kind === "failed" && <Unchecked again={checking.again} className="mb-3" />}
      {errors.length > 0 && (
        <div className="mb-3">
          <p className="mb-1 text-13 font-medium text-technical-text">{formatPlural(errors.length, "problem")} must be solved first</p>
          <ProblemButtons problems={errors} document={document} onSelect={jump} />
        </div>
      )}
      {warnings.length > 0 && (
        <div className="mb-3">
          <p className="mb-1 text-13 font-medium text-warn-text">{formatPlural(warnings.length, "warning")}</p>
          <ProblemButtons problems={warnings} document={document} onSelect={jump} />
        </div>
      )}
      <p className="mb-1 text-13 font-medium">{latestVersion === null ? "The first version" : `Changes since version ${latestVersion}`}</p>
      {latestVersion === null && <p className="mb-3 text-12 text-ink-2">{formatPlural(document.steps.length, "step")}.</p>}
      {changes &&
        (changes.length === 0 ? (
          <p className="mb-3 text-12 text-ink-2">
            {isNew
              ? `Nothing but the layout, and contracts that version ${latestVersion} does not keep to yet: ${newContracts.join(", ")}.`
              : `Nothing but the layout: publishing gives version ${latestVersion} again.`}
          </p>
        ) : (
          <>
            {people !== "" && <p className="mb-1 text-12 text-ink-2">{people}</p>}
            <div className="mb-3 max-h-[34vh] overflow-y-auto rounded-2 border border-line">
              <ChangeList changes={changes} empty="" authorsOf={authorsOf(log.data ?? [])} />
            </div>
          </>
        ))}
      <Field label="Note" help="What is different, for whoever reads the list of versions.">
        {(ids) => <Textarea {...ids} ref={noteRef} value={note} maxLength={4_000} onKeyDown={sendOnKey} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <Unsaved saving={unsaved} onSave={onSave} />
      <Trouble error={publish.error} className="mt-3" />
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button type="submit" variant="primary" loading={publish.isPending} disabled={errors.length > 0 || unsaved !== null}>
          Publish version {isNew ? (latestVersion ?? 0) + 1 : latestVersion}
        </Button>
      </DialogActions>
    </form>
  );
}

/** In a text of several lines Enter is a line: with Ctrl it publishes. */
function sendOnKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  // the button knows whether it may be
  event.currentTarget.form?.querySelector<HTMLButtonElement>("[type=submit]")?.click();
}

/** What is published is what the server has: without the last changes it would be another flow than the one that is shown. */
function Unsaved({ saving, onSave }: { saving: Saving | null; onSave: () => void }) {
  if (saving === null) return null;
  if (saving.kind !== "failed" && saving.kind !== "conflict")
    return (
      <p role="status" className="mt-3 text-12 text-ink-2">
        Your last changes are being saved.
      </p>
    );
  return (
    <div className="mt-3">
      <Note
        tone="danger"
        announce="alert"
        action={
          saving.kind === "failed" && (
            <Button size="sm" onClick={onSave}>
              Save again
            </Button>
          )
        }
      >
        <b>Your last changes are not saved, so they cannot be published.</b>{" "}
        {saving.kind === "failed" ? saving.message : `${saving.theirs.updatedBy} saved meanwhile: close this, and choose what holds.`}
      </Note>
    </div>
  );
}

type ProblemButtonsProps = { problems: readonly Problem[]; document: FlowDocument; onSelect: (problem: Problem) => void };

function ProblemButtons({ problems, document, onSelect }: ProblemButtonsProps) {
  return (
    <ul className="flex max-h-52 flex-col gap-1 overflow-y-auto">
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.step} ${problem.field} ${problem.message}`}>
          <button
            type="button"
            onClick={() => onSelect(problem)}
            className="flex w-full items-start gap-2 rounded-2 px-2 py-1 text-left text-12 text-ink hover:bg-surface-3 focus-visible:shadow-(--focus-inset)"
          >
            {problem.severity === "error" ? (
              <OctagonX size={14} aria-hidden className="mt-0.5 shrink-0 text-technical" />
            ) : (
              <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warn" />
            )}
            <span>
              {whereOf(problem, document)}
              {problem.message} <span className="text-ink-3">{problem.fix}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The step, where the words do not name it. */
function whereOf({ step, message }: Problem, document: FlowDocument): string {
  const place = step === null ? undefined : placeOf(document, step);
  if (!place) return "";
  const name = stepName(place.step);
  return message.includes(name) ? "" : `${name}: `;
}
