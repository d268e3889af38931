import { useEffect, useRef } from "react";

/** A `g` starts a journey to another screen: the key after it belongs to the shell. */
export const JOURNEY_MS = 1_500;
let journeySince = Number.NEGATIVE_INFINITY;

let last: { event: KeyboardEvent; isUnderWay: boolean } | null = null;

/** Whether a pressed key belongs to a journey that a `g` before it began; a `g` begins one. Several listeners may ask about the same press. */
export function isJourney(event: KeyboardEvent): boolean {
  if (last?.event === event) return last.isUnderWay;
  const isUnderWay = event.timeStamp - journeySince < JOURNEY_MS;
  journeySince = !isUnderWay && event.key === "g" && !event.ctrlKey && !event.metaKey && !event.altKey ? event.timeStamp : Number.NEGATIVE_INFINITY;
  last = { event, isUnderWay };
  return isUnderWay;
}

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
      if (isJourney(event)) return;
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
