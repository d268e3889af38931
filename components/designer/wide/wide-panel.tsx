"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { ArrowLeft, ArrowRight, X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { isTyping } from "#components/ui/use-keys.ts";
import { findStep } from "#flow/steps/index.ts";
import { MoreSettings } from "../panel/more-settings.tsx";
import { PanelProvider, TargetProvider } from "../panel/panel-context.tsx";
import { partAlone, RunTools } from "../panel/run-tools.tsx";
import { StepHead } from "../panel/step-head.tsx";
import type { StepPanelProps } from "../panel/step-panel.tsx";
import { StepSettings } from "../panel/step-settings.tsx";
import { EDITOR, useFocusField } from "../panel/use-focus-field.ts";
import { useStepPanel } from "../panel/use-step-panel.ts";
import { usePins } from "../use-pins.ts";
import { InputPane } from "./input-pane.tsx";
import { NeighbourButton } from "./neighbour-button.tsx";
import { neighboursOf } from "./neighbours.ts";
import { OutputPane } from "./output-pane.tsx";
import { useOutput } from "./use-output.ts";
import { useSources } from "./use-sources.ts";
import styles from "./wide.module.css";

export type WidePanelProps = Omit<StepPanelProps, "onWide" | "onDelete"> & {
  /** which sample all values are those of */
  sampleMenu: ReactNode;
  onGo: (step: string) => void;
  onUndo: () => void;
  onRedo: () => void;
};

/** One step with all that belongs to it in sight: what it sees, its settings, what it gives. */
export function WidePanel(q: WidePanelProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open
      onOpenChange={(open, details) => {
        // an Escape that closed a list of completions, or emptied a search, was not meant for the panel
        if (details.event.defaultPrevented) details.cancel();
        else if (!open) q.onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-40 bg-[rgb(10_20_22/.38)]" />
        <Base.Popup ref={popup} initialFocus={() => firstSetting(popup.current)} tabIndex={-1} className={styles.popup}>
          <Base.Title className="sr-only">Step with its input and output</Base.Title>
          <Panes {...q} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Whoever opens it comes to set something up: what is read stands before that, a dozen stops for Tab. */
function firstSetting(popup: HTMLElement | null): HTMLElement | null {
  const [first] = [...(popup?.querySelectorAll<HTMLElement>("[data-settings] [data-field]") ?? [])].flatMap((field) => [
    ...field.querySelectorAll<HTMLElement>(`:is(${EDITOR}):not(:disabled), button:enabled`),
  ]);
  return first ?? popup;
}

function Panes(q: WidePanelProps) {
  const { step, onRun, onGo } = q;
  const id = step.id;
  const [tab, setTab] = useState<"settings" | "more">("settings");
  const body = useRef<HTMLDivElement>(null);
  const seen = useStepPanel(q);
  const { pin, unpin } = usePins(q.flow);
  const { live, around } = seen;
  const sources = useSources({ ...seen, environment: q.environment, step: id, sample: q.sample });
  const output = useOutput({ document: q.document, step, scope: seen.scope, sample: q.sample, record: live.record });
  const neighbours = useMemo(() => neighboursOf(around, id), [around, id]);
  const definition = findStep(step.type);
  const canRun = q.canEdit && !definition?.trigger && q.sample !== null;
  // the panes beside the settings are drawn again when these change: they must not change with every key
  const run = useRef(onRun);
  run.current = onRun;
  const known = useRef(live);
  known.current = live;
  const runUpTo = useCallback(() => run.current({ kind: "until", step: id }), [id]);
  const runThis = useCallback(() => run.current(partAlone(id, known.current)), [id]);
  const { sample } = q;
  const { record } = live;
  const canPin = q.canEdit && !definition?.trigger && sample !== null;
  const onPin = useMemo(
    () =>
      canPin && sample && record && record.port !== null && !record.isPinned
        ? () => pin({ sample, step: id, pin: { port: record.port ?? "out", output: record.output } })
        : null,
    [canPin, sample, record, id, pin],
  );
  const onUnpin = useMemo(() => (canPin && sample?.pins[id] ? () => unpin({ sample, step: id }) : null), [canPin, sample, id, unpin]);
  useFocusField(body, q.focusField, () => setTab("settings"));

  // on the window: a button that is pressed and then cannot be pressed again loses the focus to nobody
  useWindowKeys((event) => {
    if (event.defaultPrevented || window.document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]").length > 1) return;
    const [back] = neighbours.before;
    const [on] = neighbours.after;
    const hasControl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.altKey && event.key === "ArrowUp") back !== undefined && onGo(back);
    else if (event.altKey && event.key === "ArrowDown") on !== undefined && onGo(on);
    else if (hasControl && event.key === "Enter" && !inExpression(event.target)) canRun && (event.shiftKey ? runThis() : runUpTo());
    else if (hasControl && !isTyping(event.target) && (key === "y" || (key === "z" && event.shiftKey))) q.onRedo();
    else if (hasControl && !isTyping(event.target) && key === "z") q.onUndo();
    else return;
    event.preventDefault();
  });

  return (
    <TargetProvider>
      <PanelProvider panel={seen.panel}>
        <div className="flex min-h-0 flex-1 flex-col">
          <StepHead step={step} canEdit={q.canEdit} onChange={q.onChange} onRename={q.onRename}>
            <NeighbourButton
              document={around}
              ids={neighbours.before}
              label="Step before"
              shortcut="Alt ↑"
              icon={<ArrowLeft size={14} aria-hidden />}
              onGo={onGo}
            />
            <NeighbourButton
              document={around}
              ids={neighbours.after}
              label="Next step"
              shortcut="Alt ↓"
              icon={<ArrowRight size={14} aria-hidden />}
              onGo={onGo}
            />
            <IconButton label="Close" shortcut="Esc" onClick={q.onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </StepHead>
          <div className={styles.panes}>
            <InputPane sources={sources} frames={live.frames} onLookAt={live.lookAt} sample={q.sampleMenu} />
            <section aria-label="Settings" className={styles.pane}>
              <Tabs<"settings" | "more">
                label="Parts of the step"
                value={tab}
                onChange={setTab}
                tabs={[
                  { value: "settings", label: "Settings", ...(q.problems.length > 0 ? { count: q.problems.length } : {}) },
                  { value: "more", label: "More" },
                ]}
              >
                <div ref={body} className={styles.scroll}>
                  {tab === "settings" && (
                    <div data-settings className={styles.middle}>
                      <StepSettings key={id} onChange={q.onChange} />
                    </div>
                  )}
                  {tab === "more" && definition && <MoreSettings step={step} definition={definition} onChange={q.onChange} />}
                </div>
              </Tabs>
            </section>
            <OutputPane
              source={output}
              record={live.record}
              onPin={onPin}
              onUnpin={onUnpin}
              tools={canRun ? <RunTools isRunning={q.isRunning} blocked={q.blocked} onRunThis={runThis} onRunUpTo={runUpTo} /> : null}
            />
          </div>
        </div>
      </PanelProvider>
    </TargetProvider>
  );
}

function inExpression(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".cm-editor") !== null;
}

function useWindowKeys(onKeyDown: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKeyDown);
  latest.current = onKeyDown;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => latest.current(event);
    // captured: the dialog keeps arrows from what lies around it
    window.addEventListener("keydown", heard, true);
    return () => window.removeEventListener("keydown", heard, true);
  }, []);
}
