"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { readFlowFile } from "./flow-file.ts";
import { keyFrom } from "./words.ts";

/** A flow begins on an empty canvas, or with a file. */
export function NewFlowDialog({ taken, onClose, onCreated }: StartProps) {
  const [from, setFrom] = useState<"empty" | "file">("empty");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="New flow">
      <Segmented
        label="Start with"
        value={from}
        onChange={setFrom}
        options={[
          { value: "empty", label: "Empty canvas" },
          { value: "file", label: "Import a file" },
        ]}
        className="mb-4"
      />
      {from === "empty" ? (
        <EmptyFlow taken={taken} onClose={onClose} onCreated={onCreated} />
      ) : (
        <ImportFlow taken={taken} onClose={onClose} onCreated={onCreated} />
      )}
    </Dialog>
  );
}

type StartProps = { taken: string[]; onClose: () => void; onCreated: (key: string) => void };

function EmptyFlow({ taken, onClose, onCreated }: StartProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [asked, setAsked] = useState(false);
  const create = useMutation(
    trpc.flows.create.mutationOptions({
      onSuccess: async (draft) => {
        await queries.invalidateQueries({ queryKey: trpc.flows.list.pathKey() });
        onCreated(draft.flow.key);
      },
    }),
  );
  const key = keyFrom(name);
  const problem =
    name.trim() === ""
      ? "Give the flow a name"
      : key === ""
        ? "The name needs at least one letter or digit"
        : taken.includes(key)
          ? `There is a flow with the key ${key} already`
          : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!problem) create.mutate({ name: name.trim(), key });
      }}
    >
      <Field
        label="Name"
        required
        error={(asked || taken.includes(key)) && problem ? problem : null}
        help={
          <>
            Say what happens and what becomes of it.{" "}
            {key && (
              <>
                Its key will be <code className="mono text-ink-2">{key}</code>.
              </>
            )}
          </>
        }
      >
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            value={name}
            maxLength={160}
            placeholder="Won opportunity to project in Odoo"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Refusal error={create.error} />
      <DialogActions>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" loading={create.isPending}>
          Create flow
        </Button>
      </DialogActions>
    </form>
  );
}

function ImportFlow({ taken, onClose, onCreated }: StartProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ name: string; document: FlowDocument } | null>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const [isOver, setOver] = useState(false);
  const load = useMutation(
    trpc.flows.import.mutationOptions({
      onSuccess: async (result) => {
        await queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
        const errors = result.problems.filter((problem) => problem.severity === "error").length;
        toast.success(errors > 0 ? `Imported, with ${errors} ${errors === 1 ? "problem" : "problems"} to solve before publishing` : "Imported as a draft");
        onCreated(result.flow);
      },
    }),
  );
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(null);
    setProblems([]);
    const read = await readFlowFile(chosen);
    if (read.ok) setFile({ name: chosen.name, document: read.document });
    else setProblems(read.problems);
  };
  const replaces = file && taken.includes(file.document.flow.key);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (file) load.mutate({ document: file.document, publish: false });
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way to the button inside */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        className={`flex flex-col items-center gap-2 rounded-3 border border-dashed px-4 py-6 text-center text-12 text-ink-3 ${isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-surface-2"}`}
      >
        <Button icon={<FileUp size={14} aria-hidden />} onClick={() => picker.current?.click()}>
          Choose a flow file
        </Button>
        or drop one here: .flow.json or .yaml
        <input
          ref={picker}
          type="file"
          aria-label="Flow file"
          accept=".json,.yaml,.yml,application/json"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
      {file && (
        <Note tone={replaces ? "warn" : "ok"} announce="status" className="mt-3">
          <b>{file.document.flow.name}</b>, {file.document.steps.length} steps, from {file.name}.{" "}
          {replaces
            ? `A flow with the key ${file.document.flow.key} exists: its draft is replaced, its versions stay.`
            : "It becomes a new draft; nothing is published."}
        </Note>
      )}
      {problems.length > 0 && (
        <Note tone="danger" announce="alert" className="mt-3">
          <b>This file is not a flow</b>
          <ul className="mt-0.5 list-disc pl-4">
            {problems.map((problem) => (
              <li key={problem} className="break-words">
                {problem}
              </li>
            ))}
          </ul>
        </Note>
      )}
      <Refusal error={load.error} />
      <DialogActions>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" disabled={!file} loading={load.isPending}>
          {replaces ? "Replace the draft" : "Import flow"}
        </Button>
      </DialogActions>
    </form>
  );
}

function Refusal({ error }: { error: { message: string } | null }) {
  if (!error) return null;
  return (
    <Note tone="danger" announce="alert" className="mt-3">
      {error.message} {fixOf(error)}
    </Note>
  );
}
