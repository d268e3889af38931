"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.tsx";
import { compare } from "#flow/compare.ts";
import type { FlowDocument } from "#flow/document.ts";
import { placed } from "#flow/tidy.ts";
import { ChangeList } from "../change-list.tsx";
import { type DesignerStore, useStore } from "../store.ts";

type RestoreProps = { flow: string; version: number; store: DesignerStore; onSave: () => void; onClose: () => void };

/**
 * A version brought back into the draft. The address asks for it, and an address may come from anywhere: what the draft would lose is seen
 * first, and nothing is changed before somebody says so.
 */
export function RestoreDialog({ flow, version, store, onSave, onClose }: RestoreProps) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(true);
  const wanted = useQuery(trpc.flows.version.queryOptions({ flow, version }, { staleTime: Number.POSITIVE_INFINITY }));
  const close = () => {
    setOpen(false);
    onClose();
  };
  const restore = (document: FlowDocument) => {
    store.enter(null);
    store.edit(() => placed(document), { note: `restored from v${version}` });
    onSave();
    toast.success(`Version ${version} is back in the draft`, { description: "Undo brings back what was there before." });
    close();
  };
  return (
    <Dialog
      wide
      open={isOpen}
      onOpenChange={(open) => !open && close()}
      title={`Restore version ${version} into the draft?`}
      description="The draft becomes what that version says. Nothing is published or deployed by it, and undo takes it back."
    >
      <CouldNotRead what={`Version ${version}`} query={wanted} />
      {wanted.isPending && <SkeletonRows rows={4} label={`Reading version ${version}`} />}
      {wanted.data && <Difference document={wanted.data.document} store={store} />}
      <DialogActions>
        <Button onClick={close}>Keep the draft</Button>
        <Button variant="primary" disabled={!wanted.data} onClick={() => wanted.data && restore(wanted.data.document)}>
          Restore version {version}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Difference({ document, store }: { document: FlowDocument; store: DesignerStore }) {
  const draft = useStore(store, (state) => state.whole);
  const changes = useMemo(() => compare(draft, document), [draft, document]);
  if (changes.length === 0) return <p className="text-13 text-ink-2">Nothing but positions differs from the draft.</p>;
  return (
    <>
      <p className="mb-1 text-13 font-medium">{formatPlural(changes.length, "change")} to the draft</p>
      <div className="max-h-[46vh] overflow-y-auto rounded-2 border border-line">
        <ChangeList changes={changes} empty="" />
      </div>
    </>
  );
}
