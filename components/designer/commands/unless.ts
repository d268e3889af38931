/** Why a command cannot be done now: the reasons that several of them share. */
import type { Desk } from "./command.ts";

export const mayNotEdit = (desk: Desk): string | null => (desk.canEdit ? null : "You may look at this flow, not change it.");

export const noSteps = (desk: Desk): string | null => (desk.store.get().document.steps.length === 0 ? "There are no steps yet." : null);

export const nothingSelected = (desk: Desk): string | null => (desk.store.get().selection.steps.length === 0 ? "Select a step first." : null);

export const nothingAtAll = ({ store }: Desk): string | null => {
  const { steps, notes } = store.get().selection;
  return steps.length + notes.length === 0 ? "Select a step or a note first." : null;
};

/** The first reason there is. */
export const either =
  (...reasons: ((desk: Desk) => string | null)[]) =>
  (desk: Desk): string | null => {
    for (const reason of reasons) {
      const why = reason(desk);
      if (why !== null) return why;
    }
    return null;
  };
