/** Alt M for a step whose settings are still on their way: the mapper opens when its button is there. */
import { useEffect } from "react";
import { isCovered } from "#components/ui/use-keys.ts";

/** so long settings may take, ms; a mapper that opened later would surprise */
const PATIENCE_MS = 10_000;

let asked: { step: string; at: number } | null = null;

// the code: with Alt some keyboards write another letter
export const isMapperKey = (event: KeyboardEvent): boolean => event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyM" && !isCovered();

/** Hears the key for the chosen step where nothing else does yet. */
export function useAskedMapper(step: string | null): void {
  useEffect(() => {
    if (step === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && isMapperKey(event)) asked = { step, at: performance.now() };
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      asked = null;
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [step]);
}

/** Whether it was asked for a moment ago; once. */
export function takeAsked(step: string): boolean {
  const isAsked = asked !== null && asked.step === step && performance.now() - asked.at < PATIENCE_MS;
  asked = null;
  return isAsked;
}
