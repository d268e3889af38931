"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { CornerDownRight, Search } from "lucide-react";
import { useState } from "react";
import { useFocusBefore } from "#components/ui/focus-before.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { connection, type PortRef, stepName, stepOf } from "#flow/edit.ts";
import { outline } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import { stepFaces } from "#flow/steps/faces.ts";
import { suggested, whyNot } from "#flow/suggest.ts";
import { useKeyWords } from "./commands/key-hints.tsx";
import { type PickRequest, useDesigner, useDesignerState } from "./context.tsx";
import { GROUPS } from "./palette.tsx";
import { freePort, nextPlace } from "./actions.ts";
import { wordsFit } from "./words-fit.ts";

const WIDTH = 380;
const HEIGHT = 400;

type PickerProps = {
  onClose: () => void;
  /** what was typed before the picker was there */
  early: () => string;
};

/** Chooses a step by typing: a new one, or one that is there already to connect to. From an outcome, only what fits is shown. */
export function StepPicker({ request, onClose, early }: PickerProps & { request: PickRequest | null }) {
  const before = useFocusBefore(request !== null);
  return (
    <Dialog.Root open={request !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50" />
        <Dialog.Popup
          ref={before.popup}
          finalFocus={before.finalFocus}
          className="popup fixed z-50 flex flex-col overflow-hidden rounded-4 border border-line bg-raised shadow-3 outline-none"
          style={request ? placeOf(request) : { display: "none" }}
        >
          <Dialog.Title className="sr-only">Add a step</Dialog.Title>
          {request && <Choices request={request} onClose={onClose} onLeave={before.leave} early={early} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices({ request, onClose, onLeave, early }: PickerProps & { request: PickRequest; onLeave: (action: () => unknown) => void }) {
  const { actions, store } = useDesigner();
  const keyOf = useKeyWords();
  const document = useDesignerState((state) => state.document);
  const [from, setFrom] = useState<PortRef | null>(() => request.from ?? selectedPort());
  const source = from ? stepOf(document, from.step) : undefined;
  const ports = source ? portsOf(source) : [];
  const [text, setText] = useState(early);
  const isInFrame = useDesignerState((state) => state.frame !== null);
  const into = request.place?.kind === "into" ? request.place.edge : null;
  const targets = from && !into ? outline(document).filter(({ step }) => connection(document, { from, to: step.id }).why === null) : [];
  // with nothing chosen it goes to the end of the flow
  const next = from || into || request.place ? null : nextPlace(document, [], [0, 0]);
  const spot = { from: from ?? (next?.kind === "after" ? next.from : null), into, isInFrame };
  const shown = stepFaces.filter((type) => whyNot(document, type, { from: from ?? null, into, isInFrame }) === null);
  const best = suggested(document, spot).filter((type) => shown.includes(type));
  const search = text.trim();
  // what fits the words best comes first, and of what fits alike, what fits the place
  const found = shown
    .map((type) => ({ type, score: wordsFit(type.type, search, [type.title, type.description]) + (best.includes(type) ? 0.1 : 0) }))
    .filter(({ score }) => score > 0.2)
    .toSorted((one, other) => other.score - one.score)
    .map(({ type }) => type);
  const groups =
    search === ""
      ? [
          { key: "best", label: "Fits best here", members: best },
          ...GROUPS.map((group) => ({ ...group, members: shown.filter((type) => type.group === group.key && !best.includes(type)) })),
        ]
      : [{ key: "found", label: "Steps", members: found }];
  const connectable = targets.filter(({ step }) => wordsFit(`connect ${step.id}`, search, [stepName(step), "connect"]) > 0);

  function selectedPort(): PortRef | null {
    if (request.place) return null;
    const { steps } = store.get().selection;
    const [only] = steps;
    if (!only || steps.length !== 1) return null;
    const step = stepOf(store.get().document, only);
    const port = freePort(store.get().document, only) ?? (step && portsOf(step).find((each) => each.kind !== "error")?.id);
    return port ? { step: only, port } : null;
  }
  const done = (action: () => void) => () => {
    onClose();
    onLeave(action);
  };
  const add = (type: string) =>
    done(() => {
      const { place } = request;
      if (place && place.kind !== "after") actions.add(type, place);
      else if (from) actions.add(type, { kind: "after", from, ...(place?.kind === "after" && place.at ? { at: place.at } : {}) });
      else actions.add(type);
    });

  return (
    <Command label="Steps" loop shouldFilter={false} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-3">
        <Search size={14} aria-hidden className="text-ink-3" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          aria-label="Search steps"
          placeholder="Search steps"
          className="min-w-0 flex-1 bg-transparent text-13 text-ink focus-visible:shadow-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      {source && ports.length > 1 && (
        <div className="flex shrink-0 items-center gap-2 border-b border-line px-3 py-1.5 text-12 text-ink-3">
          <span className="shrink-0">When</span>
          <div className="min-w-0 flex-1 overflow-x-auto">
            <Segmented
              label={`Outcome of ${stepName(source)}`}
              value={from?.port ?? ""}
              onChange={(port) => setFrom({ step: source.id, port })}
              options={ports.map((port) => ({ value: port.id, label: port.kind === "out" ? "done" : port.label }))}
            />
          </div>
        </div>
      )}
      <Command.List
        label="Steps"
        className="min-h-0 flex-1 overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
      >
        {groups.every((group) => group.members.length === 0) && connectable.length === 0 && (
          <p className="px-3 py-6 text-center text-13 text-ink-3">No step fits these words.</p>
        )}
        {groups.map(({ key, label, members }) => {
          if (members.length === 0) return null;
          return (
            <Command.Group key={key} heading={label}>
              {members.map((type) => (
                <Command.Item key={type.type} value={type.type} onSelect={add(type.type)} className={ITEM}>
                  <StepTile type={type.type} category={type.category} icon={type.icon} size="sm" />
                  <span className="min-w-0 flex-1">
                    <span className="block text-13 text-ink">{type.title}</span>
                    <span className="block truncate text-11 text-ink-3">{type.description}</span>
                  </span>
                  {keyOf(`add.${type.type}`) && <Kbd>{keyOf(`add.${type.type}`)}</Kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
        {from && connectable.length > 0 && (
          <Command.Group heading="Or connect to a step that is there">
            {connectable.map(({ step }) => (
              <Command.Item
                key={step.id}
                value={`connect ${step.id}`}
                onSelect={done(() => {
                  actions.connect(from, step.id);
                })}
                className={ITEM}
              >
                <StepTile type={step.type} size="sm" />
                <span className="min-w-0 flex-1 truncate text-13 text-ink">{stepName(step)}</span>
                <CornerDownRight size={14} aria-hidden className="text-ink-3" />
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

const ITEM = "flex min-h-10 cursor-default items-center gap-2.5 rounded-2 px-2 py-1 data-[selected=true]:bg-surface-3";

/** Beside what asked for it and inside the window; else in the middle, where the command palette is. */
function placeOf({ near }: PickRequest): { left: number; top: number; width: number; maxHeight: number } {
  const width = Math.min(WIDTH, window.innerWidth - 24);
  const maxHeight = Math.min(HEIGHT, window.innerHeight - 24);
  if (!near) return { left: (window.innerWidth - width) / 2, top: Math.max(12, window.innerHeight * 0.14), width, maxHeight };
  return {
    left: Math.min(Math.max(12, near.x - width / 2), window.innerWidth - width - 12),
    top: Math.max(56, Math.min(near.y + 8, window.innerHeight - maxHeight - 12)),
    width,
    maxHeight,
  };
}
