/** One open draft: its store, its saving, what survives a reload, and what others do to it meanwhile. */
import { useMutation } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import { placed } from "#flow/tidy.ts";
import type { DraftView } from "#server/app.ts";
import { type Backup, localBackup, startAutosave } from "./autosave.ts";
import { createDesignerStore, type DesignerStore } from "./store.ts";

type Opened = { store: DesignerStore; save: () => void };

export function useDraft({ draft, canEdit }: { draft: DraftView; canEdit: boolean }): Opened {
  const trpc = useTRPC();
  const { mutateAsync: saveDraft } = useMutation(trpc.flows.saveDraft.mutationOptions());
  const [store] = useState(() => createDesignerStore({ document: placed(draft.document), revision: draft.revision, updatedAt: draft.updatedAt }));
  const flush = useRef<() => void>(() => {});
  const flow = draft.flow.key;
  const send = useRef(saveDraft);
  useEffect(() => {
    send.current = saveDraft;
  });

  useEffect(() => {
    if (!canEdit) return;
    const backup = localBackup(flow);
    const kept = backup.read();
    const autosave = startAutosave({
      store,
      backup,
      save: ({ document, baseRevision }) => send.current({ flow, document, baseRevision }),
      mayPass,
    });
    if (kept && JSON.stringify(kept.document) !== JSON.stringify(store.get().document)) restore({ store, kept });
    flush.current = () => void autosave.flush();
    const onHide = () => void autosave.flush();
    const onVisibility = () => document.visibilityState === "hidden" && onHide();
    const onLeave = (event: BeforeUnloadEvent) => {
      // what is not saved is kept in this browser: only a conflict is worth a question
      if (store.get().saving.kind === "conflict") event.preventDefault();
      onHide();
    };
    window.addEventListener("blur", onHide);
    window.addEventListener("pagehide", onHide);
    window.addEventListener("online", onHide);
    window.addEventListener("beforeunload", onLeave);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      void autosave.flush().finally(autosave.stop);
      window.removeEventListener("blur", onHide);
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("online", onHide);
      window.removeEventListener("beforeunload", onLeave);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [store, flow, canEdit]);

  // somebody else saved, and nothing is unsaved here: show what there is now
  useEffect(() => {
    const { saved, saving, document } = store.get();
    if (draft.revision <= saved.revision || saving.kind !== "saved" || document !== saved.document) return;
    store.adopt({ document: placed(draft.document), revision: draft.revision, updatedBy: draft.updatedBy, updatedAt: draft.updatedAt });
    toast(`${draft.updatedBy} saved revision ${draft.revision}`, { description: "You see it now. Undo brings back what was here before." });
  }, [store, draft]);

  return { store, save: () => flush.current() };
}

/** What was drawn when the page went away: on top of the same revision it goes on, else both sides are shown. */
function restore({ store, kept }: { store: DesignerStore; kept: Backup }): void {
  const { saved, saving } = store.get();
  store.edit(() => kept.document);
  if (kept.revision === saved.revision) return;
  store.setSaving({
    kind: "conflict",
    theirs: { document: saved.document, revision: saved.revision, updatedBy: "Somebody", updatedAt: saving.kind === "saved" ? saving.at : "" },
  });
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return true;
  const status: unknown = error.data?.httpStatus;
  return typeof status !== "number" || status >= 500;
}
