import { useEffect, useRef } from "react";

/** A `g` starts a journey to another screen: the key after it belongs to the shell. */
export const JOURNEY_MS = 1_500;
let journeySince = Number.NEGATIVE_INFINITY;

/**
 * Keys of one screen, named in lower case (`j`, `arrowdown`, `shift+x`). They never fire inside a text field, with Ctrl, Alt or Cmd held, or
 * while a dialog or menu lies over the page.
 */
export function useKeys(keys: Record<string, () => unknown>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isCovered()) return;
      if (event.timeStamp - journeySince < JOURNEY_MS) {
        journeySince = Number.NEGATIVE_INFINITY;
        return;
      }
      if (event.key === "g") journeySince = event.timeStamp;
      const action = latest.current[nameOf(event)];
      if (!action) return;
      // a native control keeps its own keys
      if (
        (event.key === "Enter" || event.key === " ") &&
        event.target instanceof Element &&
        event.target.closest("a,button,input,summary,[role=tab],[role=checkbox],[role=radio],[role=switch]")
      )
        return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Whether keys are letters of a text here. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[contenteditable=true],[role=textbox]")) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

/** Whether something lies over the page and takes the keys. */
export function isCovered(): boolean {
  return document.querySelector("[role=dialog],[role=alertdialog],[role=menu]") !== null;
}

/** Shift tells letters apart; on a sign it is only how the keyboard gets there. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}
