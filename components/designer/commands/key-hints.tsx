"use client";

import { useIsApple } from "#components/shell/platform.ts";
import { useDesigner } from "../context.tsx";
import { keysOf, useChosenKeys } from "./bindings.ts";
import { commands } from "./index.ts";
import { ariaKeys, keyWords } from "./keys.ts";

/** How a command's key is written here, for a tooltip or a menu: the person's own where they chose one. */
export function useKeyWords(): (id: string) => string | undefined {
  const keyOf = useKeyOf();
  const isApple = useIsApple();
  return (id) => {
    const key = keyOf(id);
    return key === undefined ? undefined : keyWords(key, isApple);
  };
}

/** The same for screen readers. */
export function useAriaKeys(): (id: string) => { "aria-keyshortcuts"?: string } {
  const keyOf = useKeyOf();
  return (id) => {
    const key = keyOf(id);
    return key === undefined ? {} : { "aria-keyshortcuts": ariaKeys(key) };
  };
}

const byId = new Map(commands.map((command) => [command.id, command]));

function useKeyOf(): (id: string) => string | undefined {
  const { bindings } = useDesigner();
  const chosen = useChosenKeys(bindings);
  return (id) => {
    const command = byId.get(id);
    return command && keysOf(command, chosen)[0];
  };
}
