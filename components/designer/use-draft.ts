/** One open draft: its store, its saving, what survives a reload, and what others do to it meanwhile. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { useEffect, useRef, useState } from "react";
import { useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { laterOn } from "#components/ui/later.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { FlowDocument } from "#flow/document.ts";
import { placed } from "#flow/tidy.ts";
import type { DraftView } from "#server/app.ts";
import { isSame, startAutosave } from "./autosave.ts";
import { type Backup, localBackup } from "./backup.ts";
import { savedBy } from "./together/authors.ts";
import { createDesignerStore, type DesignerStore, type Saving, type Theirs } from "./store.ts";

/** Two people at one draft are rare enough to come for. */
const takeover = laterOn(() => import("./takeover.ts"));

type Opened = { store: DesignerStore; save: () => void };

export function useDraft({ draft, canEdit, isVersion }: { draft: DraftView; canEdit: boolean; isVersion: boolean }): Opened {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id: person, name: me } = useActor();
  const { mutateAsync: saveDraft } = useMutation(trpc.flows.saveDraft.mutationOptions());
  const [store] = useState(() => createDesignerStore({ document: placed(draft.document), revision: draft.revision, updatedAt: draft.updatedAt }));
  const flush = useRef<() => void>(() => {});
  const flow = draft.flow.key;
  const opened = useRef(draft);
  const send = useRef(saveDraft);
  // what is saved is what a reading would bring: the stream that tells of it has nothing to ask for
  const keep = useRef((_document: FlowDocument, _revision: number): void => {});
  useEffect(() => {
    send.current = saveDraft;
    keep.current = (document, revision) =>
      void queries.setQueryData(trpc.flows.draft.queryKey({ flow }), (known) =>
        known && known.revision < revision ? { ...known, document, revision, updatedAt: new Date().toISOString(), updatedBy: me } : known,
      );
  });

  useEffect(() => {
    if (!canEdit) return;
    const backup = localBackup({ flow, person });
    const kept = backup.read();
    const autosave = startAutosave({
      store,
      backup,
      save: async (saving) => {
        const answer = await send.current({ flow, ...saving });
        if (answer.saved) keep.current(saving.document, answer.revision);
        return answer;
      },
      explain,
      meet: async (at, theirs) => (await takeover.ask()).meet(at, seenBy(me, theirs)),
      onMerged: (theirs) => tellMerged(seenBy(me, theirs)),
    });
    if (kept) restore({ store, kept, draft: opened.current, me }).catch(nothing);
    flush.current = () => void autosave.flush();
    const onHide = () => {
      void autosave.flush();
      backup.settle();
    };
    const onVisibility = () => document.visibilityState === "hidden" && onHide();
    const onLeave = (event: BeforeUnloadEvent) => {
      // what is not saved is kept in this browser: only a conflict is worth a question
      if (store.get().saving.kind === "conflict") event.preventDefault();
      onHide();
    };
    window.addEventListener("blur", onHide);
    const onGone = () => {
      onHide();
      backup.release();
    };
    window.addEventListener("pagehide", onGone);
    window.addEventListener("online", onHide);
    window.addEventListener("beforeunload", onLeave);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      void autosave.flush().finally(autosave.stop);
      window.removeEventListener("blur", onHide);
      window.removeEventListener("pagehide", onGone);
      window.removeEventListener("online", onHide);
      window.removeEventListener("beforeunload", onLeave);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [store, flow, person, me, canEdit]);

  // somebody else saved, and nothing is unsaved here: show what there is now; a version stays what it is
  useEffect(() => {
    if (isVersion) return;
    const isNews = () => {
      const { saved, saving, whole: document } = store.get();
      return draft.revision > saved.revision && saving.kind === "saved" && document === saved.document;
    };
    if (!isNews()) return;
    void takeover.ask().then(({ meet }) => {
      // drawn or saved meanwhile: the next save brings both together
      if (!isNews()) return;
      const theirs = theirsOf(draft, me);
      meet(store, theirs);
      toast(`${theirs.updatedBy} saved revision ${draft.revision}`, { description: "You see it now; what changed is marked." });
    }, nothing);
  }, [store, draft, me, isVersion]);

  return { store, save: () => flush.current() };
}

/**
 * What was drawn when the page went away goes on where it was. When the draft has changed since, and not by our own last save, both are put
 * together, and a person chooses where both changed the same.
 */
async function restore({ store, kept, draft, me }: { store: DesignerStore; kept: Backup; draft: DraftView; me: string }): Promise<void> {
  if (isSame(kept.document, draft.document) || isSame(kept.document, store.get().whole)) return;
  const { saved } = store.get();
  const isOurs = kept.revision === saved.revision || (kept.sent !== null && isSame(kept.sent, draft.document));
  store.reopen({ document: placed(kept.document), saved: isOurs ? saved : { document: placed(kept.base), revision: kept.revision } });
  if (isOurs) {
    toast("Your changes that were not saved are back", { description: "They were kept in this browser. Undo leaves them away." });
    return;
  }
  const theirs = theirsOf(draft, me);
  const { meet } = await takeover.ask();
  if (meet(store, theirs) === "merged") tellMerged(theirs);
}

/** What puts two drawings together could not be loaded: the next save asks for it again. */
function nothing(): void {}

function tellMerged({ updatedBy, revision }: Theirs): void {
  toast(`${updatedBy} saved revision ${revision} meanwhile`, { description: "Your changes and theirs do not touch each other: the draft has both." });
}

function theirsOf(draft: DraftView, me: string): Theirs {
  const { revision, updatedBy, updatedAt } = draft;
  return seenBy(me, { document: placed(draft.document), revision, updatedBy, updatedAt });
}

function seenBy(me: string, theirs: Theirs): Theirs {
  return { ...theirs, updatedBy: savedBy(theirs.updatedBy, me) };
}

/** Trying again can help where the network or the server had trouble, rather than having said no. */
function explain(error: unknown): Extract<Saving, { kind: "failed" | "signed-out" }> {
  const status: unknown = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  if (!(error instanceof Error) || typeof status !== "number") return { kind: "failed", message: "The server cannot be reached.", retries: true };
  return status === 401 ? { kind: "signed-out" } : { kind: "failed", message: error.message, retries: status >= 500 };
}
