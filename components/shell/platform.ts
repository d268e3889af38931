"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether Cmd is the modifier here. False on the server, so the first page is the same everywhere. */
export function useIsApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
}
