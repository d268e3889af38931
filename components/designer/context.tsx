"use client";

import { createContext, type ReactNode, useContext, useDeferredValue } from "react";
import type { Place, PortRef } from "#flow/edit.ts";
import type { DesignerActions } from "./actions.ts";
import type { Bindings } from "./commands/bindings.ts";
import { type DesignerState, type DesignerStore, useStore } from "./store.ts";

/** What the step picker is asked for: where the chosen step goes, and from which outcome it may be connected. */
export type PickRequest = {
  place: Place | null;
  from: PortRef | null;
  /** near this point of the window; absent: in the middle */
  near: { x: number; y: number } | null;
};

export type Designer = {
  environment: string;
  flow: string;
  store: DesignerStore;
  actions: DesignerActions;
  canEdit: boolean;
  /** the keys that this person chose */
  bindings: Bindings;
  pick: (request: PickRequest) => void;
  /** does what a command of `commands/` does */
  runCommand: (id: string) => void;
  /** goes into a frame, or back to the flow */
  enter: (frame: string | null) => void;
  /** selects a step and moves the focus to one of its fields */
  focusField: (step: string, field: string) => void;
};

const Context = createContext<Designer | null>(null);

export function DesignerProvider({ designer, children }: { designer: Designer; children: ReactNode }) {
  return <Context.Provider value={designer}>{children}</Context.Provider>;
}

export function useDesigner(): Designer {
  const designer = useContext(Context);
  if (!designer) throw new Error("useDesigner needs the designer's screen around it");
  return designer;
}

export function useDesignerState<T>(selector: (state: DesignerState) => T): T {
  return useStore(useDesigner().store, selector);
}

/** For what stands beside the field that somebody types in: it changes after their letter has been painted. */
export function useLaterState<T>(selector: (state: DesignerState) => T): T {
  return useDeferredValue(useDesignerState(selector));
}
