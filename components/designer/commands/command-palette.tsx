"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command as List } from "cmdk";
import { ArrowRight, Search } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { openSearch } from "#components/shell/palette-door.ts";
import { useFocusBefore } from "#components/ui/focus-before.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { stepName } from "#flow/edit.ts";
import { allSteps } from "#flow/nested.ts";
import { useDesignerState } from "../context.tsx";
import { wordsFit } from "../words-fit.ts";
import { COMMAND_GROUPS, type Command, type Desk } from "./command.ts";
import { commands } from "./index.ts";
import { useKeyWords } from "./key-hints.tsx";

const MAX_STEPS = 12;

type PaletteProps = {
  desk: Desk;
  open: boolean;
  onClose: () => void;
  /** what was typed before the palette was there */
  early: () => string;
};

/** Every command with its key, and every step to jump to. */
export function CommandPalette({ desk, open, onClose, early }: PaletteProps) {
  const before = useFocusBefore(open);
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop fixed inset-0 z-50 bg-[rgb(10_20_22/.38)]" />
        <Dialog.Popup
          ref={before.popup}
          finalFocus={before.finalFocus}
          className="popup fixed top-[max(16px,12vh)] left-1/2 z-50 flex max-h-[min(480px,calc(100dvh-32px))] w-[calc(100vw-24px)] max-w-[600px] -translate-x-1/2 flex-col overflow-hidden rounded-4 border border-line bg-raised shadow-3 outline-none"
        >
          <Dialog.Title className="sr-only">Commands of the designer</Dialog.Title>
          <Entries desk={desk} onClose={onClose} onLeave={before.leave} early={early} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Entries({ desk, onClose, onLeave, early }: Omit<PaletteProps, "open"> & { onLeave: (action: () => unknown) => void }) {
  const [text, setText] = useState(early);
  const whole = useDesignerState((state) => state.whole);
  const keyOf = useKeyWords();
  const search = text.trim().toLowerCase();
  const steps = useMemo(() => {
    const scored = allSteps(whole).map((step) => ({ step, score: wordsFit(step.id, search, [stepName(step)]) }));
    return scored
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, search === "" ? 5 : MAX_STEPS);
  }, [whole, search]);
  const then = (action: () => unknown) => () => {
    onClose();
    onLeave(action);
  };
  const shown = COMMAND_GROUPS.flatMap((group) => {
    const scored = commands.flatMap((command) => {
      if (command.group !== group || command.isOnlyKey || command.id === "help.commands") return [];
      const score = wordsFit(command.id, search, [command.name, command.words ?? ""]);
      return score > 0 ? [{ command, score }] : [];
    });
    return scored.length > 0 ? [{ group, entries: scored.toSorted((a, b) => b.score - a.score), best: Math.max(...scored.map((each) => each.score)) }] : [];
  });
  // what fits best comes first, whichever heading it stands under
  const groups = search === "" ? shown : shown.toSorted((a, b) => b.best - a.best);
  const bestStep = steps[0]?.score ?? 0;
  const jump = steps.length > 0 && (
    <List.Group heading="Jump to a step">
      {steps.map(({ step }) => (
        <List.Item key={step.id} value={`step ${step.id}`} onSelect={then(() => desk.doors.reveal(step.id))} className={ITEM}>
          <StepTile type={step.type} size="sm" />
          <span className="min-w-0 flex-1 truncate">{stepName(step)}</span>
          <span className="truncate font-mono text-11 text-ink-3">{step.id}</span>
        </List.Item>
      ))}
    </List.Group>
  );
  const stepsLead = search !== "" && bestStep > (groups[0]?.best ?? 0);
  return (
    <List label="Commands" loop shouldFilter={false} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden className="text-ink-3" />
        <List.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="A command or a step"
          className="min-w-0 flex-1 bg-transparent text-14 text-ink focus-visible:shadow-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <List.List label="Commands" className={LIST}>
        {stepsLead && jump}
        {groups.map(({ group, entries }) => (
          <List.Group key={group} heading={group}>
            {entries.map(({ command }) => (
              <Entry key={command.id} command={command} desk={desk} hint={keyOf(command.id)} onSelect={then(() => command.perform(desk))} />
            ))}
          </List.Group>
        ))}
        {!stepsLead && jump}
        <List.Group heading="Elsewhere">
          <List.Item value="elsewhere search" onSelect={then(openSearch)} className={ITEM}>
            <span className="text-ink-3">
              <ArrowRight size={16} aria-hidden />
            </span>
            <span className="flex-1">Search flows, runs, connections and screens</span>
          </List.Item>
        </List.Group>
      </List.List>
    </List>
  );
}

function Entry({ command, desk, hint, onSelect }: { command: Command; desk: Desk; hint: string | undefined; onSelect: () => void }): ReactNode {
  const why = command.unless?.(desk) ?? null;
  const type = command.id.startsWith("add.") && command.id !== "add.pick" ? command.id.slice(4) : null;
  return (
    <List.Item value={command.id} disabled={why !== null} onSelect={onSelect} className={ITEM}>
      <span className="grid w-5 place-items-center text-ink-3">
        {type ? <StepTile type={type} size="sm" /> : command.icon ? <command.icon size={16} aria-hidden /> : null}
      </span>
      <span className="min-w-0 flex-1 truncate">{command.name}</span>
      {why !== null && <span className="truncate text-12 text-ink-3">{why}</span>}
      {hint && (
        <>
          <Kbd>{hint}</Kbd>
          <span className="sr-only">, key {hint}</span>
        </>
      )}
    </List.Item>
  );
}

const LIST =
  "min-h-0 flex-1 overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3";
const ITEM =
  "flex min-h-[34px] cursor-default items-center gap-2.5 rounded-2 px-2.5 text-13 text-ink select-none data-[disabled=true]:text-ink-3 data-[selected=true]:bg-surface-3 [&_svg]:shrink-0";
