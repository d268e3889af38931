"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { type Preferences, savePreferences } from "./preferences.ts";

type Held = { preferences: Preferences; change: (change: Partial<Preferences>) => void };
const Context = createContext<Held | null>(null);

export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  const held = useMemo<Held>(
    () => ({
      preferences,
      change: (change) => {
        savePreferences(change);
        setPreferences((current) => ({ ...current, ...change }));
      },
    }),
    [preferences],
  );
  return <Context.Provider value={held}>{children}</Context.Provider>;
}

export function usePreferences(): Held {
  const held = useContext(Context);
  if (!held) throw new Error("usePreferences needs the studio's layout around it");
  return held;
}
