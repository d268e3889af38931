/** What is typed between the key that opens a pane and the pane: the first time, it may have to come over the network. */
import { useLayoutEffect, useRef } from "react";
import { isCovered } from "./use-keys.ts";

/** @returns takes what was typed before the pane could hear it */
export function useEarlyKeys(isOpen: boolean, onClose: () => void): () => string {
  const typed = useRef("");
  const close = useRef(onClose);
  useLayoutEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    if (!isOpen) return;
    typed.current = "";
    const onKeyDown = (event: KeyboardEvent) => {
      // it is there, and hears for itself
      if (isCovered() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") close.current();
      else if (event.key === "Backspace") typed.current = typed.current.slice(0, -1);
      else if (event.key.length === 1) typed.current += event.key;
      else if (event.key !== "Enter") return;
      // a letter would add a step to the flow, and Enter open the one that has the focus
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, [isOpen]);
  return () => typed.current;
}
