/** Hears the keys of commands, and the browser's own events for copy, cut and paste. */
import { useEffect, useRef } from "react";
import { isCovered, isJourney, isTyping } from "#components/ui/use-keys.ts";
import { type Chosen, keysOf } from "./bindings.ts";
import type { Command, Desk } from "./command.ts";
import { commands } from "./index.ts";
import { keyNames } from "./keys.ts";

export function useCommandKeys(desk: Desk, chosen: Chosen): void {
  const latest = useRef({ desk, chosen });
  useEffect(() => {
    latest.current = { desk, chosen };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = heard(event, latest.current.chosen);
      // asked last: it looks through the whole page, and most keys are letters of a text
      if (!command || isCovered()) return;
      const why = command.unless?.(latest.current.desk) ?? null;
      if (why === null) {
        if (command.perform(latest.current.desk) !== false) event.preventDefault();
      } else if (command.heard !== "focus") {
        event.preventDefault();
        latest.current.desk.doors.refuse(why);
      }
    };
    const onCopy = (event: ClipboardEvent) => copy(event, latest.current.desk, false);
    const onCut = (event: ClipboardEvent) => copy(event, latest.current.desk, true);
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (isTyping(event.target) || isCovered() || text.trim() === "") return;
      event.preventDefault();
      void latest.current.desk.actions.paste(text);
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

function heard(event: KeyboardEvent, chosen: Chosen): Command | undefined {
  const isText = isTyping(event.target);
  if (!isText && isJourney(event)) return undefined;
  const places = new Set<Command["heard"]>(["anywhere", ...(isText ? [] : placesOf(event.target))]);
  for (const name of keyNames(event)) {
    const found = commands.find((command) => !command.isFixed && places.has(command.heard ?? "page") && keysOf(command, chosen).includes(name));
    if (found) return found;
  }
  return undefined;
}

/** Whether a key is that of a command outside of fields. */
export function isCommandKey(event: Parameters<typeof keyNames>[0], chosen: Chosen): boolean {
  const names = keyNames(event);
  return commands.some((command) => (command.heard ?? "page") === "page" && keysOf(command, chosen).some((key) => names.includes(key)));
}

const ON_CANVAS = ".react-flow__node, [aria-label=Canvas], .react-flow, .react-flow__pane";

function placesOf(target: EventTarget | null): Command["heard"][] {
  const element = target instanceof Element ? target : null;
  // a control beside the canvas keeps its keys: a Backspace on a list of choices must not delete the step
  if (element?.closest("[data-own-keys]")) return ["page"];
  const isFocus = element === null || element === document.body || element.matches(ON_CANVAS);
  return isFocus ? ["page", "canvas", "focus"] : ["page", "canvas"];
}

function copy(event: ClipboardEvent, { actions, canEdit, doors }: Desk, isCut: boolean): void {
  // text that somebody marked is what they want to copy
  if (isTyping(event.target) || isCovered() || (window.getSelection()?.toString() ?? "") !== "") return;
  const text = actions.copied();
  if (text === null) return;
  if (isCut && !canEdit) {
    doors.refuse("You may look at this flow, not change it.");
    return;
  }
  event.preventDefault();
  event.clipboardData?.setData("text/plain", text);
  if (isCut) actions.removeSelected();
}
