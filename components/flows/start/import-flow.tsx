"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { asFlow, needsOf, withConnections } from "#flow/needs.ts";
import type { FlowFile } from "../flow-file.ts";
import { FileDrop } from "./file-drop.tsx";
import { FileProblems } from "./file-problems.tsx";
import { freeName, NameFlow } from "./name-flow.tsx";
import { NeedsList, type Remap } from "./needs-list.tsx";
import { Refusal } from "./refusal.tsx";
import { useBegin } from "./use-begin.ts";

export type ReadFile = { name: string; file: FlowFile };
type ImportProps = { environment: string; taken: readonly string[]; initial: ReadFile | null; onClose: () => void; onCreated: (key: string) => void };

/** A flow from a file: looked at first, then as a flow of its own or into the one that has its key. */
export function ImportFlow({ environment, taken, initial, onClose, onCreated }: ImportProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [read, setRead] = useState<ReadFile | null>(initial);
  const [remap, setRemap] = useState<Remap>({});
  const [into, setInto] = useState<"new" | "same">("new");
  const begin = useBegin(onCreated);
  const replace = useMutation(
    trpc.flows.import.mutationOptions({
      onSuccess: async (result) => {
        await queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
        onCreated(result.flow);
      },
    }),
  );
  const file = read?.file.ok ? read.file.document : null;
  const document: FlowDocument | null = file && withConnections(file, remap);
  const isTaken = document !== null && taken.includes(document.flow.key);
  return (
    <>
      <FileDrop
        problems={read && !read.file.ok ? read.file.problems : []}
        onRead={(name, next) => {
          setRead({ name, file: next });
          setRemap({});
          setInto("new");
        }}
      />
      {document && (
        <>
          <Note tone="ok" announce="status" className="mt-3">
            <b>{document.flow.name}</b>, {document.steps.length} steps, from {read?.name}. Nothing is written yet.
          </Note>
          <FileProblems document={document} environment={environment} />
          <div className="mt-3 mb-3">
            <NeedsList needs={needsOf(file ?? document)} environment={environment} remap={remap} onRemap={setRemap} />
          </div>
          {isTaken && (
            <div className="mb-3">
              <Segmented
                label="Where it goes"
                value={into}
                onChange={setInto}
                options={[
                  { value: "new", label: "As a new flow" },
                  { value: "same", label: `Into ${document.flow.key}` },
                ]}
              />
            </div>
          )}
          {isTaken && into === "same" ? (
            <>
              <Note tone="warn">
                The draft of {document.flow.key} is replaced; its versions and deployments stay. In that flow&apos;s designer, <i>Import a file</i> does the
                same as an edit that can be undone.
              </Note>
              <Refusal error={replace.error} />
              <DialogActions>
                <Button variant="ghost" onClick={onClose}>
                  Cancel
                </Button>
                <Button variant="primary" loading={replace.isPending} onClick={() => replace.mutate({ document, publish: false, from: nameOf(read) })}>
                  Replace the draft
                </Button>
              </DialogActions>
            </>
          ) : (
            <NameFlow
              key={read?.name}
              taken={taken}
              initial={freeName(document.flow.name, taken)}
              action="Import flow"
              isPending={begin.isPending}
              error={begin.error}
              onBack={onClose}
              onCreate={({ key, name }) =>
                // the file's own key is kept where it can be: addresses and other flows know it
                begin.mutate({
                  document: asFlow(document, { name, key: isTaken || name !== document.flow.name ? key : document.flow.key }),
                  from: nameOf(read),
                })
              }
            />
          )}
        </>
      )}
      {!document && (
        <DialogActions>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
        </DialogActions>
      )}
    </>
  );
}

/** Of a file, in a sentence. */
const nameOf = (read: ReadFile | null): string => read?.name.trim().slice(0, 120) || "a file";
