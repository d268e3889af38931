"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
let isApple: boolean | undefined;

function askBrowser(): boolean {
  isApple ??= /Mac|iPhone|iPad/.test(navigator.userAgent);
  return isApple;
}

/** Whether Cmd is the modifier here. False on the server, so the first page is the same everywhere. */
export function useIsApple(): boolean {
  return useSyncExternalStore(never, askBrowser, () => false);
}
