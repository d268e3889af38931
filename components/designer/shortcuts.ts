/** Keys of the designer. Letters add steps; what holds Ctrl or Cmd works from anywhere on the page but a text field. */
import { useEffect, useRef } from "react";
import { isCovered, isTyping, useKeys } from "#components/ui/use-keys.ts";
import { GRID } from "#flow/placement.ts";
import { stepTypes } from "#flow/steps/index.ts";
import type { DesignerActions } from "./actions.ts";
import type { CanvasHandle } from "./canvas/canvas.tsx";
import type { Tool } from "./canvas/canvas-tools.tsx";
import type { DesignerStore } from "./store.ts";

export function useShortcuts(q: {
  store: DesignerStore;
  actions: DesignerActions;
  canvas: () => CanvasHandle | null;
  onPick: () => void;
  onTool: (tool: Tool) => void;
  onTidy: () => void;
  onTestRun: () => void;
  onSave: () => void;
  /** moves the focus into the settings of what is selected */
  onOpen: () => void;
  /** back from a frame's body to what is around it */
  onLeaveFrame: () => void;
}): void {
  const { actions, store } = q;
  // a control beside the canvas keeps its keys: a Backspace on a list of choices must not delete the step
  const onPage = (action: () => void) => () => !window.document.activeElement?.closest("[data-own-keys]") && action();
  useKeys({
    ...Object.fromEntries(stepTypes.flatMap((type) => (type.letter ? [[type.letter, onPage(() => actions.add(type.type))]] : []))),
    "/": q.onPick,
    v: () => q.onTool("select"),
    "shift+l": q.onTidy,
    escape: () => (store.get().selection.steps.length === 0 && store.get().selection.edge === null ? q.onLeaveFrame() : store.select([])),
    "0": () => q.canvas()?.zoom(1),
    "1": () => q.canvas()?.fit(),
    "!": () => q.canvas()?.fit(),
    "+": () => q.canvas()?.zoom("in"),
    "=": () => q.canvas()?.zoom("in"),
    "-": () => q.canvas()?.zoom("out"),
    delete: onPage(actions.removeSelected),
    backspace: onPage(actions.removeSelected),
  });

  const latest = useRef(q);
  useEffect(() => {
    latest.current = q;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isCovered()) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && withControl(event, latest.current)) event.preventDefault();
      else if (!event.ctrlKey && !event.metaKey && onCanvas(event, latest.current)) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent) => copy(event, latest.current, false);
    const onCut = (event: ClipboardEvent) => copy(event, latest.current, true);
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (isTyping(event.target) || isCovered() || text.trim() === "") return;
      event.preventDefault();
      latest.current.actions.paste(text);
    };
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("copy", onCopy);
    window.addEventListener("cut", onCut);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("copy", onCopy);
      window.removeEventListener("cut", onCut);
      window.removeEventListener("paste", onPaste);
    };
  }, []);
}

type Keys = Parameters<typeof useShortcuts>[0];

/** @returns whether the key was ours */
function withControl(event: KeyboardEvent, { store, actions, ...q }: Keys): boolean {
  const key = event.key.toLowerCase();
  if (key === "enter") {
    q.onTestRun();
    return true;
  }
  if (key === "s") {
    q.onSave();
    return true;
  }
  if (isTyping(event.target)) return false;
  if (key === "z" && event.shiftKey) actions.redo();
  else if (key === "z") actions.undo();
  else if (key === "y") actions.redo();
  else if (key === "d") actions.duplicate();
  else if (key === "a") store.select(store.get().document.steps.map((step) => step.id));
  else return false;
  return true;
}

const ARROWS: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Keys that mean something only while a step has the focus: arrows nudge it, with Alt they walk to the next one, Tab follows the edges. */
function onCanvas(event: KeyboardEvent, { store, actions, ...q }: Keys): boolean {
  const isStep = event.target instanceof Element && event.target.matches(".react-flow__node");
  const isPage =
    event.target === window.document.body || (event.target instanceof Element && event.target.matches("[aria-label=Canvas], .react-flow, .react-flow__pane"));
  if (!isStep && !isPage) return false;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const isWalk = event.altKey || store.get().selection.steps.length === 0;
    const by = event.shiftKey ? GRID * 5 : GRID;
    if (isWalk) actions.walkTo(arrow);
    else actions.nudge([arrow[0] * by, arrow[1] * by]);
    return true;
  }
  if (event.altKey) return false;
  if (event.key === "Tab" && store.get().selection.steps.length > 0 && isStep) return actions.walk(event.shiftKey ? -1 : 1);
  if (event.key === "Enter" && store.get().selection.steps.length === 1) {
    q.onOpen();
    return true;
  }
  return false;
}

function copy(event: ClipboardEvent, { actions }: Keys, isCut: boolean): void {
  // text that somebody marked is what they want to copy
  if (isTyping(event.target) || isCovered() || (window.getSelection()?.toString() ?? "") !== "") return;
  const text = actions.copied();
  if (text === null) return;
  event.preventDefault();
  event.clipboardData?.setData("text/plain", text);
  if (isCut) actions.removeSelected();
}
