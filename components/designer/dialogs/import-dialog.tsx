"use client";

import { useState } from "react";
import { FileDrop } from "#components/flows/start/file-drop.tsx";
import { FileProblems } from "#components/flows/start/file-problems.tsx";
import { NeedsList, type Remap } from "#components/flows/start/needs-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { toast } from "#components/ui/toast.tsx";
import { compare } from "#flow/compare.ts";
import type { FlowDocument } from "#flow/document.ts";
import { needsOf, withConnections } from "#flow/needs.ts";
import { placed } from "#flow/tidy.ts";
import { ChangeList } from "../change-list.tsx";
import { useDesigner, useDesignerState } from "../context.tsx";

/** A flow file taken into the open draft: what it would change is seen first, and it is an edit like every other. */
export function ImportDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="Import a file into this draft"
      description="The draft becomes what the file says; its key, versions and deployments stay. Undo takes it back."
    >
      {open && <ImportForm onClose={() => onOpenChange(false)} />}
    </Dialog>
  );
}

/** of a file, in a sentence */
const LONGEST_NAME = 120;

function ImportForm({ onClose }: { onClose: () => void }) {
  const { environment, flow, store } = useDesigner();
  const whole = useDesignerState((state) => state.whole);
  const [read, setRead] = useState<FlowDocument | null>(null);
  const [name, setName] = useState("");
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [remap, setRemap] = useState<Remap>({});
  const next = read && withConnections({ ...read, flow: { ...read.flow, key: flow } }, remap);
  const changes = next ? compare(whole, next) : [];
  return (
    <>
      <FileDrop
        problems={problems}
        onRead={(from, file) => {
          setName(from);
          setRead(file.ok ? file.document : null);
          setProblems(file.ok ? [] : file.problems);
          setRemap({});
        }}
      />
      {next && read && (
        <>
          <FileProblems document={next} environment={environment} />
          <div className="mt-3">
            <NeedsList needs={needsOf(read)} environment={environment} remap={remap} onRemap={setRemap} />
          </div>
          <h3 className="mt-4 mb-1 text-13 font-semibold">
            {changes.length === 0 ? "It changes nothing but positions" : `${formatPlural(changes.length, "change")} to the draft`}
          </h3>
          {changes.length > 0 && (
            <div className="max-h-[34vh] overflow-y-auto rounded-2 border border-line">
              <ChangeList changes={changes} empty="" />
            </div>
          )}
        </>
      )}
      <DialogActions>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          disabled={!next}
          onClick={() => {
            if (!next) return;
            store.enter(null);
            store.edit(() => placed(next), { note: `imported from ${name.slice(0, LONGEST_NAME)}` });
            toast.success("The file is in the draft", { description: "Undo brings back what was there before." });
            onClose();
          }}
        >
          Import into this draft
        </Button>
      </DialogActions>
    </>
  );
}
