/** What the canvas shows of a flow, and how it gets there: fits, reveals, zooms, and takes the keyboard to a step. */
import { getViewportForBounds, useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import { onGrid, type Spot } from "#flow/placement.ts";
import { useDesigner } from "../context.tsx";
import { type Annotations, NOTE, noteBox } from "../notes/graph.ts";
import { fitOptions } from "./canvas-tools.tsx";
import type { Geometry } from "./geometry.ts";
import { gliding } from "./gliding.ts";
import { around } from "./map-picture.ts";
import { useKeepInSight } from "./use-keep-in-sight.ts";

/** how near to the edge of the canvas a step may be that is to be seen */
const MARGIN = 48;

export type Camera = {
  /** canvas coordinates of a point of the window; null outside the canvas */
  toCanvas: (point: { x: number; y: number }) => Spot | null;
  middle: () => Spot;
  /** the part of the canvas that is in the window */
  seen: () => { x: number; y: number; width: number; height: number } | null;
  reveal: (id: string, options?: { focus?: boolean }) => void;
  /** the whole flow, or some steps */
  fit: (ids?: readonly string[]) => void;
  /** the same without gliding there: nothing is drawn at a place that it leaves at once */
  begin: () => void;
  zoom: (to: "in" | "out" | 1) => void;
  focus: (id: string | null) => void;
};

type Question = { wrapper: RefObject<HTMLElement | null>; geometry: RefObject<Geometry>; annotations: Annotations };

export function useCamera({ wrapper, geometry, annotations }: Question): Camera {
  const { store } = useDesigner();
  const view = useReactFlow();

  /** The library would fit what it has of the flow. */
  function fitTo(how: { duration: number }, ids?: ReadonlySet<string>): void {
    const frame = wrapper.current?.getBoundingClientRect();
    const steps = [...geometry.current.shapes].flatMap(([id, { box }]) => (!ids || ids.has(id) ? [box] : []));
    const others = annotations.flatMap(({ id, position, width = 0, height = 0 }) => (!ids || ids.has(id) ? [{ ...position, width, height }] : []));
    const [first, ...rest] = [...steps, ...others];
    if (!frame || !first) return;
    const { minZoom, maxZoom, padding } = fitOptions();
    void view.setViewport(getViewportForBounds(rest.reduce(around, first), frame.width, frame.height, minZoom, maxZoom, padding), how);
  }

  /** Whether the keyboard is on the canvas already, or nowhere. */
  function isHere(): boolean {
    const active = window.document.activeElement;
    return active === window.document.body || (wrapper.current?.contains(active) ?? false);
  }

  /** A step far away is in the page only when the canvas has moved there. */
  function focusStep(id: string, tries = 40): void {
    const element = wrapper.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    const isGone = id.startsWith(NOTE) && noteBox(store.get().document, id) === null;
    if (element && !isGone) element.focus({ preventScroll: true });
    else if (tries > 0 && geometry.current.shapes.has(id)) requestAnimationFrame(() => focusStep(id, tries - 1));
    // it is gone: the keyboard stays here
    else wrapper.current?.focus();
  }

  /** Pans just as far as needed. */
  function revealStep(id: string, takesFocus: boolean): void {
    const box = geometry.current.shapes.get(id)?.box ?? noteBox(store.get().document, id);
    const frame = wrapper.current?.getBoundingClientRect();
    if (!box || !frame) return;
    if (takesFocus) focusStep(id);
    const { x, y, zoom } = view.getViewport();
    const left = x + box.x * zoom;
    const top = y + box.y * zoom;
    const dx = within({ from: left, to: left + box.width * zoom, start: MARGIN, end: frame.width - MARGIN });
    const dy = within({ from: top, to: top + box.height * zoom, start: MARGIN, end: frame.height - MARGIN * 2 });
    if (dx !== 0 || dy !== 0) void view.setViewport({ x: x + dx, y: y + dy, zoom }, gliding(220));
  }

  useKeepInSight(wrapper, (before) => {
    const [only, ...others] = store.get().selection.steps;
    const shape = only === undefined || others.length > 0 ? undefined : geometry.current.shapes.get(only);
    if (only === undefined || !shape) return;
    const { x, y, zoom } = view.getViewport();
    const middle = { x: x + (shape.box.x + shape.box.width / 2) * zoom, y: y + (shape.box.y + shape.box.height / 2) * zoom };
    if (middle.x > 0 && middle.x < before.width && middle.y > 0 && middle.y < before.height) revealStep(only, false);
  });

  return {
    toCanvas: (point) => {
      const box = wrapper.current?.getBoundingClientRect();
      if (!box || point.x < box.left || point.x > box.right || point.y < box.top || point.y > box.bottom) return null;
      const { x, y } = view.screenToFlowPosition(point);
      return [x, y];
    },
    middle: () => {
      const box = wrapper.current?.getBoundingClientRect();
      const { x, y } = view.screenToFlowPosition({ x: box ? box.left + box.width / 2 : 600, y: box ? box.top + box.height / 3 : 300 });
      return onGrid([x - 114, y - 31]);
    },
    seen: () => {
      const box = wrapper.current?.getBoundingClientRect();
      const zoom = view.getZoom();
      return box ? { ...view.screenToFlowPosition({ x: box.left, y: box.top }), width: box.width / zoom, height: box.height / zoom } : null;
    },
    reveal: (id, options) => requestAnimationFrame(() => revealStep(id, options?.focus ?? isHere())),
    fit: (ids) => fitTo(gliding(220), ids && new Set(ids)),
    begin: () => fitTo({ duration: 0 }),
    zoom: (to) => void (to === "in" ? view.zoomIn(gliding(140)) : to === "out" ? view.zoomOut(gliding(140)) : view.zoomTo(to, gliding(140))),
    focus: (id) => (id === null ? wrapper.current?.focus() : focusStep(id)),
  };
}

/** How far something must move to stand between two lines; its beginning counts where it is longer than that. */
function within({ from, to, start, end }: { from: number; to: number; start: number; end: number }): number {
  if (from < start) return start - from;
  return to > end ? Math.max(end - to, start - from) : 0;
}
