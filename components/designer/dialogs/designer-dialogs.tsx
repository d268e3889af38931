"use client";

import { type Ref, useEffect, useImperativeHandle, useState } from "react";
import type { Problem } from "#flow/problem.ts";
import { claimDoor } from "#components/shell/palette-door.ts";
import type { Desk } from "../commands/command.ts";
import { type PickRequest, useDesigner, useDesignerState } from "../context.tsx";
import type { Checking } from "../use-problems.ts";
import { BacktestDialog, CommandPalette, ConflictDialog, ContinuationDialog, DeployDialog, DesignerKeysDialog, PublishDialog, StepPicker } from "./lazy.tsx";

type DialogName = "publish" | "deploy" | "backtest" | "conflict" | "commands" | "keys";

/** What the rest of the designer may ask of its dialogs. */
export type DialogsHandle = {
  open: (which: DialogName) => void;
  close: () => void;
  /** which step goes there? */
  pick: (request: PickRequest) => void;
  /** a step with several ways on is being deleted: which of them continues? */
  askContinuation: (step: string) => void;
};

type DialogsProps = {
  ref: Ref<DialogsHandle>;
  desk: Desk;
  /** the version that is looked at; null for the draft */
  version: number | null;
  latestVersion: number | null;
  problems: readonly Problem[];
  checking: Checking;
  onSave: () => void;
  onPublished: (version: number) => void;
  onProblem: (problem: Problem) => void;
};

/** Everything that lies over the designer for a while. Which of it is open is known here alone: the canvas is not drawn again for it. */
export function DesignerDialogs({ ref, desk, version, latestVersion, problems, checking, onSave, onPublished, onProblem }: DialogsProps) {
  const { environment, flow } = useDesigner();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [request, setRequest] = useState<PickRequest | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const isConflict = useDesignerState((state) => state.saving.kind === "conflict");
  const close = () => setDialog(null);
  const toggle = (which: DialogName) => (isOpen: boolean) => setDialog(isOpen ? which : null);
  useImperativeHandle(ref, () => ({
    open: (which) => {
      // what is published is what is saved
      if (which === "publish") onSave();
      setDialog(which);
    },
    close,
    pick: setRequest,
    askContinuation: setAsked,
  }));
  useEffect(() => {
    if (isConflict) setDialog((open) => open ?? "conflict");
  }, [isConflict]);
  useEffect(() => claimDoor("palette", () => setDialog("commands")), []);
  useEffect(() => claimDoor("keys", () => setDialog("keys")), []);
  return (
    <>
      <CommandPalette desk={desk} open={dialog === "commands"} onClose={close} />
      <DesignerKeysDialog open={dialog === "keys"} onClose={close} />
      <StepPicker request={request} onClose={() => setRequest(null)} />
      {asked !== null && <ContinuationDialog id={asked} onClose={() => setAsked(null)} />}
      <Publish open={dialog === "publish"} onOpenChange={toggle("publish")} {...{ problems, checking, latestVersion, onSave, onPublished, onProblem }} />
      {latestVersion !== null && (
        <DeployDialog open={dialog === "deploy"} onOpenChange={toggle("deploy")} flow={flow} version={version ?? latestVersion} environment={environment} />
      )}
      <Backtest open={dialog === "backtest"} onOpenChange={toggle("backtest")} />
      <Conflict open={dialog === "conflict"} onOpenChange={toggle("conflict")} onSave={onSave} />
    </>
  );
}

type Opening = { open: boolean; onOpenChange: (open: boolean) => void };

function Publish({ onProblem, ...rest }: Opening & Pick<DialogsProps, "problems" | "checking" | "latestVersion" | "onSave" | "onPublished" | "onProblem">) {
  const { environment, flow } = useDesigner();
  const document = useDesignerState((state) => state.whole);
  const revision = useDesignerState((state) => state.saved.revision);
  const unsaved = useDesignerState((state) => (state.whole === state.saved.document ? null : state.saving));
  return <PublishDialog {...rest} {...{ flow, environment, revision, document, unsaved }} onSelectProblem={onProblem} />;
}

function Backtest(opening: Opening) {
  const { environment, flow } = useDesigner();
  const document = useDesignerState((state) => state.whole);
  return <BacktestDialog {...opening} flow={flow} environment={environment} document={document} />;
}

function Conflict({ onSave, ...opening }: Opening & { onSave: () => void }) {
  const { store } = useDesigner();
  const saving = useDesignerState((state) => state.saving);
  const mine = useDesignerState((state) => state.whole);
  const base = useDesignerState((state) => state.saved.document);
  if (saving.kind !== "conflict") return null;
  return (
    <ConflictDialog
      {...opening}
      base={base}
      mine={mine}
      theirs={saving.theirs}
      onResolve={(document, put) => {
        opening.onOpenChange(false);
        store.resolve({ theirs: saving.theirs, document, put });
        onSave();
      }}
    />
  );
}
