/** The keys that somebody chose instead of ours, kept in their browser under their name. The one door to that part of its storage. */
import { useSyncExternalStore } from "react";
import type { Command } from "./command.ts";

export type Chosen = Readonly<Record<string, readonly string[]>>;

export type Bindings = {
  get: () => Chosen;
  subscribe: (listener: () => void) => () => void;
  /** null takes the command back to its own keys */
  choose: (command: string, keys: readonly string[] | null) => void;
  reset: () => void;
};

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export function createBindings(person: string, shelf: Shelf | null = ownShelf()): Bindings {
  const name = `throughline:designer-keys:${person}`;
  const listeners = new Set<() => void>();
  let chosen = read(shelf, name);
  const set = (next: Chosen) => {
    chosen = next;
    try {
      if (Object.keys(next).length === 0) shelf?.removeItem(name);
      else shelf?.setItem(name, JSON.stringify(next));
    } catch {
      // a full or forbidden storage keeps the choice for this visit only
    }
    for (const listener of listeners) listener();
  };
  return {
    get: () => chosen,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    choose: (command, keys) => {
      const { [command]: _, ...rest } = chosen;
      set(keys === null ? rest : { ...rest, [command]: keys });
    },
    reset: () => set({}),
  };
}

export function keysOf(command: Command, chosen: Chosen): readonly string[] {
  return (command.isFixed ? undefined : chosen[command.id]) ?? command.keys ?? [];
}

/** The other command that a key belongs to. */
export function holderOf(commands: readonly Command[], chosen: Chosen, { key, command }: { key: string; command: string }): Command | undefined {
  return commands.find((other) => other.id !== command && keysOf(other, chosen).includes(key));
}

export function useChosenKeys(bindings: Bindings): Chosen {
  return useSyncExternalStore(bindings.subscribe, bindings.get, bindings.get);
}

function read(shelf: Shelf | null, name: string): Chosen {
  try {
    const value: unknown = JSON.parse(shelf?.getItem(name) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).flatMap(([id, keys]) => (Array.isArray(keys) ? [[id, keys.filter((key): key is string => typeof key === "string")]] : [])),
    );
  } catch {
    return {};
  }
}

function ownShelf(): Shelf | null {
  try {
    return typeof localStorage === "undefined" ? null : localStorage;
  } catch {
    return null;
  }
}
