"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Permission } from "#server/access/permissions.ts";
import type { Actor } from "#server/app.ts";

/** The signed-in person with what their role allows, as the server said when the page was opened. The API decides again, call by call. */
export type SignedIn = Actor & { permissions: readonly Permission[] };

const Context = createContext<SignedIn | null>(null);

export function ActorProvider({ actor, children }: { actor: SignedIn; children: ReactNode }) {
  return <Context.Provider value={actor}>{children}</Context.Provider>;
}

export function useActor(): SignedIn {
  const actor = useContext(Context);
  if (!actor) throw new Error("useActor needs the studio's layout around it: nobody is signed in here");
  return actor;
}

export function can(actor: SignedIn, permission: Permission): boolean {
  return actor.permissions.includes(permission);
}
