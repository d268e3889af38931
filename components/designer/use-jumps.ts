/** The ways to a place in the flow: a step, one of its fields, a problem, what was found. Each selects the step and shows it, inside its frame where it stands in one. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { toast } from "#components/ui/toast.tsx";
import { stepOf, updateStep } from "#flow/edit.ts";
import type { Found } from "#flow/find.ts";
import { placeOf } from "#flow/nested.ts";
import type { Problem } from "#flow/problem.ts";
import { repaired } from "#flow/repair.ts";
import type { CanvasHandle } from "./canvas/canvas.tsx";
import { focusLater } from "./focus-later.ts";
import { NOTE } from "./notes/graph.ts";
import { nextProblem } from "./problem-order.ts";
import type { DesignerStore } from "./store.ts";
import { uncovered } from "./uncovered.ts";

/** A field of a step that gets the focus. */
export type FieldPlace = { step: string; field: string };

export type Jumps = {
  reveal: (step: string) => void;
  field: (place: FieldPlace) => void;
  problem: (problem: Problem) => void;
  /** to the problem after the last one that was looked at, or before it */
  nextProblem: (direction: 1 | -1) => void;
  found: (found: Found) => void;
  /** shows the step of a problem and puts it right */
  repair: (problem: Problem) => void;
};

type JumpsQ = {
  store: DesignerStore;
  canvas: RefObject<CanvasHandle | null>;
  /** the settings beside the canvas */
  panel: RefObject<HTMLElement | null>;
  problems: readonly Problem[];
  say: (text: string) => void;
  /** brings a step into view and the keyboard to it, on the canvas or in the outline */
  go: (step: string) => void;
  /** a problem is being shown: nothing may lie over it */
  onProblem: () => void;
  /** the list of problems is to be seen */
  onTour: () => void;
};

export function useJumps(q: JumpsQ): { jumps: Jumps; field: FieldPlace | null } {
  const [field, setField] = useState<FieldPlace | null>(null);
  const latest = useRef(q);
  useEffect(() => {
    latest.current = q;
  });
  const { store } = q;
  useEffect(() => {
    if (field === null) return;
    // who comes back to the step later comes for something else
    return store.subscribe(() => {
      if (!store.get().selection.steps.includes(field.step)) setField(null);
    });
  }, [field, store]);
  const [jumps] = useState<Jumps>(() => createJumps(() => latest.current, setField));
  return { jumps, field };
}

function createJumps(now: () => JumpsQ, setField: (place: FieldPlace | null) => void): Jumps {
  let at: Problem | null = null;
  const reveal = (id: string) => {
    const { store, canvas } = now();
    store.enter(placeOf(store.get().whole, id)?.frames.at(-1)?.id ?? null);
    store.select([id]);
    requestAnimationFrame(() => canvas.current?.reveal(id));
  };
  /** anew, also when it is the same field as before */
  const focus = (place: FieldPlace | null) => {
    setField(null);
    if (place !== null) requestAnimationFrame(() => setField(place));
  };
  const show = (problem: Problem) => {
    const { store, panel, onProblem } = now();
    at = problem;
    onProblem();
    const { step, field } = problem;
    if (step === null) {
      store.select([]);
      setField(null);
      focusLater(() => panel.current?.querySelector<HTMLElement>(`[name="${field}"]`));
      return;
    }
    reveal(step);
    focus(field === null ? null : { step, field });
    if (field === null) uncovered(() => now().go(step));
  };
  return {
    reveal,
    field: (place) => {
      now().store.select([place.step]);
      setField(place);
    },
    problem: show,
    nextProblem: (direction) => {
      const { problems, say, onTour } = now();
      const next = nextProblem(problems, at, direction);
      if (next === null) {
        at = null;
        return say("No problems");
      }
      onTour();
      show(next);
      say(`${next.severity === "error" ? "Error" : "Warning"}: ${next.message}`);
    },
    found: (found) => {
      const { store, canvas } = now();
      const { whole } = store.get();
      if (found.what === "note") {
        store.enter(whole.notes?.find((note) => note.id === found.id)?.frame ?? null);
        store.select([], [found.id]);
        canvas.current?.fit([NOTE + found.id]);
        return;
      }
      const group = found.what === "group" ? whole.groups?.find((each) => each.id === found.id) : undefined;
      const [first = found.id] = group?.steps ?? [];
      reveal(first);
      if (group) store.select(group.steps);
      else if (found.path === null) requestAnimationFrame(() => now().go(found.id));
      focus(found.path === null ? null : { step: found.id, field: found.path });
    },
    repair: (problem) => {
      const { store, say } = now();
      if (problem.step === null || !problem.repair) return;
      reveal(problem.step);
      const step = stepOf(store.get().document, problem.step);
      const next = step ? repaired(step, problem.repair) : null;
      if (next === null) return void toast.error("This setting has changed meanwhile; look at it again.");
      store.edit((current) => updateStep(current, next));
      say(`Fixed: ${problem.message}`);
    },
  };
}
