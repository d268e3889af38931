"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useActor } from "#components/shell/actor.tsx";
import type { FlowChange } from "#flow/compare.ts";
import { placeOf } from "#flow/nested.ts";
import { placed } from "#flow/tidy.ts";
import type { Union } from "#flow/union.ts";
import { createActions } from "../actions.ts";
import { Canvas, type CanvasHandle } from "../canvas/canvas.tsx";
import { CanvasProvider } from "../canvas/canvas-provider.tsx";
import { createBindings } from "../commands/bindings.ts";
import { type Designer, DesignerProvider } from "../context.tsx";
import { FrameTrail } from "../frame-trail.tsx";
import { NOTE } from "../notes/graph.ts";
import { NO_MARKS } from "../run-marks.ts";
import { createDesignerStore, useStore } from "../store.ts";
import { DiffLayer } from "./diff-layer.tsx";

/** Both states of a flow on a canvas that nobody can change. `selected`: the difference that is to be seen. */
export function DiffCanvas(q: {
  environment: string;
  flow: string;
  union: Union;
  selected: FlowChange | null;
  onSelect: (chosen: { what: "step" | "note"; id: string }) => void;
}) {
  return (
    <CanvasProvider>
      <Drawn {...q} />
    </CanvasProvider>
  );
}

function Drawn({ environment, flow, union, selected, onSelect }: Parameters<typeof DiffCanvas>[0]) {
  const canvas = useRef<CanvasHandle>(null);
  const [store] = useState(() => createDesignerStore({ document: placed(union.document), revision: 0, updatedAt: "" }));
  const { goneGroups } = union;
  const actor = useActor();
  const [bindings] = useState(() => createBindings(actor.id));
  const frame = useStore(store, (state) => state.frame);
  const step = useStore(store, (state) => (state.selection.steps.length === 1 ? (state.selection.steps[0] ?? null) : null));
  const note = useStore(store, (state) => (state.selection.notes.length === 1 ? (state.selection.notes[0] ?? null) : null));
  const designer = useMemo<Designer>(() => {
    const nothing = () => {};
    const actions = createActions({
      store,
      canEdit: false,
      refuse: nothing,
      say: nothing,
      askContinuation: nothing,
      middle: () => [0, 0],
      seen: () => null,
      reveal: (id, options) => canvas.current?.reveal(id, options),
    });
    const enter = (id: string | null) => {
      store.enter(id);
      requestAnimationFrame(() => canvas.current?.fit());
    };
    // a place of its own: the viewport of the designer stays where it was
    return {
      environment,
      flow: `${flow} compared`,
      store,
      actions,
      canEdit: false,
      pick: nothing,
      bindings,
      runCommand: nothing,
      enter,
      focusField: (step) => store.select([step]),
    };
  }, [environment, flow, store, bindings]);

  useEffect(() => {
    if (!selected) return;
    const { whole } = store.get();
    const note = selected.what === "note" ? whole.notes?.find((each) => each.id === selected.id) : undefined;
    if (note) {
      store.enter(note.frame ?? null);
      store.select([], [note.id]);
      requestAnimationFrame(() => canvas.current?.reveal(NOTE + note.id, { focus: false }));
      return;
    }
    const group = selected.what === "group" ? [...(whole.groups ?? []), ...goneGroups].find((each) => each.id === selected.id) : undefined;
    // an edge is where it begins
    const id = selected.what === "step" ? selected.id : (group?.steps.find((step) => placeOf(whole, step)) ?? selected.id.split(/[ .]/)[0] ?? "");
    const place = selected.what === "flow" ? undefined : placeOf(whole, id);
    if (!place) return store.select([]);
    store.enter(place.frames.at(-1)?.id ?? null);
    store.select(group?.steps ?? [id]);
    requestAnimationFrame(() => (group ? canvas.current?.fit(group.steps) : canvas.current?.reveal(id, { focus: false })));
  }, [selected, store, goneGroups]);
  const told = useRef(onSelect);
  useEffect(() => {
    told.current = onSelect;
  });
  useEffect(() => {
    if (step !== null) told.current({ what: "step", id: step });
    else if (note !== null) told.current({ what: "note", id: note });
  }, [step, note]);

  return (
    <DesignerProvider designer={designer}>
      <Canvas ref={canvas} problems={[]} marks={NO_MARKS} tool="pan" isTidying={false} onTool={() => {}} onTidy={() => {}} onOpen={() => {}}>
        {frame !== null && <FrameTrail onLeave={() => requestAnimationFrame(() => canvas.current?.fit())} />}
        <DiffLayer union={union} />
      </Canvas>
    </DesignerProvider>
  );
}
