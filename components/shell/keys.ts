"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { isCovered, isTyping, JOURNEY_MS } from "#components/ui/use-keys.ts";
import { can, useActor } from "./actor.tsx";
import { useEnvironment } from "./environment-switcher.tsx";
import { openKeys, openPalette } from "./palette-door.ts";
import { SCREENS } from "./screens.ts";

/** The keys that work anywhere: Ctrl or Cmd with K, `?`, and `G` with the letter of a screen. */
export function useShellKeys(): void {
  const router = useRouter();
  const actor = useActor();
  const environment = useEnvironment();
  const journey = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || isCovered()) return;
      if (event.key === "?") {
        event.preventDefault();
        openKeys();
        return;
      }
      const letter = event.key.toLowerCase();
      if (event.timeStamp - journey.current < JOURNEY_MS) {
        journey.current = Number.NEGATIVE_INFINITY;
        const screen = SCREENS.find((one) => one.letter === letter && can(actor, one.permission));
        if (!screen) return;
        event.preventDefault();
        router.push(`/${environment}/${screen.key}`);
        return;
      }
      if (letter === "g" && !event.shiftKey) journey.current = event.timeStamp;
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [router, actor, environment]);
}

/**
 * Single letters can be turned off (WCAG 2.1.4). One listener ahead of all others swallows them, so that no screen has to know. Text fields
 * and lists that are searched by typing keep theirs.
 */
export function useLetterKeySwitch(isOn: boolean): void {
  useEffect(() => {
    if (isOn) return;
    const swallow = (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.target instanceof Element && event.target.closest("[role=listbox],[role=menu],[role=combobox],[role=radiogroup]")) return;
      event.stopImmediatePropagation();
    };
    window.addEventListener("keydown", swallow, { capture: true });
    return () => window.removeEventListener("keydown", swallow, { capture: true });
  }, [isOn]);
}

export { isCovered, isTyping };
