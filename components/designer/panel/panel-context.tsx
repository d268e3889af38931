"use client";

import { createContext, type ReactNode, useContext, useRef } from "react";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";
import type { Shape } from "#flow/shape.ts";
import type { ExpressionValue } from "#server/app.ts";

/** The setting that had the focus last: a path that is chosen in the data goes there. */
export type Target = { label: string; put: (path: string) => void };
type Targeted = { current: Target | null };

export type Panel = {
  environment: string;
  document: FlowDocument;
  step: Step;
  canEdit: boolean;
  problems: Problem[];
  /** what expressions see at this step */
  scope: Shape;
  hasSample: boolean;
  /** what the sample gives: its trigger, earlier steps, and inside a for each the item that is looked at */
  seen: { trigger: Json | undefined; steps: Record<string, Json>; item: Json | undefined };
  /** live value of an expression's source; undefined while it is not known */
  liveValue: (source: string) => ExpressionValue | undefined;
  /** what stands now in the fields that this step would change for the sample, by their names */
  changed: ReadonlyMap<string, Json>;
};

const TargetContext = createContext<Targeted | null>(null);

/** Spans settings and the data beside them; it never changes, so that typing does not draw the data again. */
export function TargetProvider({ children }: { children: ReactNode }) {
  const target = useRef<Target | null>(null);
  return <TargetContext.Provider value={target}>{children}</TargetContext.Provider>;
}

/** The setting that had the focus last; null where no settings are in sight. */
export function useTarget(): Targeted {
  const target = useContext(TargetContext);
  if (!target) throw new Error("useTarget needs a TargetProvider around it");
  return target;
}

const Context = createContext<Panel | null>(null);

export function PanelProvider({ panel, children }: { panel: Panel; children: ReactNode }) {
  return <Context.Provider value={panel}>{children}</Context.Provider>;
}

/** For editors that read their neighbours, where those stand inside a setting: a search's fields depend on its connection and model. */
export function InsideSetting({ config, children }: { config: Step["config"]; children: ReactNode }) {
  const panel = usePanel();
  return <Context.Provider value={{ ...panel, step: { ...panel.step, config } }}>{children}</Context.Provider>;
}

export function usePanel(): Panel {
  const panel = useContext(Context);
  if (!panel) throw new Error("usePanel needs a StepPanel around it");
  return panel;
}

/** Problems of a setting: those of its own path, and with `deep` those of places inside it. */
export function useProblemsAt(path: string, deep = false): Problem[] {
  return usePanel().problems.filter((problem) => problem.field === path || (deep && problem.field?.startsWith(`${path}.`)));
}

/** What is only warned of is not wrong: it can be published, and is not shown in red. */
export function hasError(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

export type EditorProps = { path: string; label: string; value: Json | undefined; onChange: (value: Json | undefined) => void };
