"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { cx } from "#components/ui/cx.ts";
import { Input } from "#components/ui/input.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import type { Step } from "#flow/document.ts";
import { connection, type PortRef, stepName, stepOf } from "#flow/edit.ts";
import { outline } from "#flow/placement.ts";
import { portsOf } from "#flow/ports-of.ts";
import { useDesigner, useDesignerState } from "../context.tsx";
import styles from "./outline.module.css";

/** as many as are read; a word narrows the rest */
const SHOWN = 60;

/** Where an outcome may lead: every step of the flow, and for those that cannot be meant, why. */
export function ConnectDialog({ from, onClose }: { from: PortRef; onClose: () => void }) {
  const { actions } = useDesigner();
  const document = useDesignerState((state) => state.document);
  const [words, setWords] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const source = stepOf(document, from.step);
  const port = source && portsOf(source).find((each) => each.id === from.port);
  const found = outline(document)
    .map(({ step }) => ({ step, verdict: connection(document, { from, to: step.id }) }))
    .filter(({ step }) => step.id !== from.step && stepName(step).toLowerCase().includes(words.trim().toLowerCase()));
  const sorted = [...found.filter((each) => each.verdict.why === null), ...found.filter((each) => each.verdict.why !== null)];
  const choose = (to: string) => {
    onClose();
    actions.connect(from, to);
  };
  // the arrows go through the list, and from the field into it
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    buttons[Math.max(0, buttons.indexOf(event.target instanceof HTMLElement ? event.target : (buttons[0] ?? window.document.body)) + by)]?.focus();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Connect ${source ? stepName(source) : from.step}${port && port.kind !== "out" ? `, ${port.label}` : ""}`}
      description="Choose the step that comes next."
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows are a short cut; Tab goes the same way */}
      <div onKeyDown={onKeyDown}>
        <div className="relative">
          <Search size={14} aria-hidden className="absolute top-2.5 left-2.5 text-ink-3" />
          <Input
            aria-label="Find a step"
            autoFocus
            className="pl-8"
            placeholder="Find a step"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <p role="status" className="mt-2 text-12 text-ink-3">
          {sorted.length === 0
            ? "No step has these words in its name."
            : `${found.filter((each) => each.verdict.why === null).length} of ${found.length} can come next`}
        </p>
        <ul ref={list} aria-label="Steps" className={styles.targets}>
          {sorted.slice(0, SHOWN).map(({ step, verdict }) => (
            <Target key={step.id} step={step} why={verdict.why} goesBack={verdict.why === null && verdict.rework} onChoose={() => choose(step.id)} />
          ))}
        </ul>
        {sorted.length > SHOWN && <p className="mt-2 text-12 text-ink-3">{sorted.length - SHOWN} more: type a part of the name.</p>}
      </div>
    </Dialog>
  );
}

function Target({ step, why, goesBack, onChoose }: { step: Step; why: string | null; goesBack: boolean; onChoose: () => void }) {
  const note = useId();
  const text = why ?? (goesBack ? "Work goes back to it." : null);
  return (
    <li>
      <button
        type="button"
        aria-label={stepName(step)}
        aria-disabled={why !== null}
        aria-describedby={text === null ? undefined : note}
        className={cx(styles.targetButton, why !== null && styles.refused)}
        onClick={() => why === null && onChoose()}
      >
        <StepTile type={step.type} size="sm" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13">{stepName(step)}</span>
          {text !== null && (
            <span id={note} className="block text-12 text-ink-3">
              {text}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
