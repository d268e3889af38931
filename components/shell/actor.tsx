"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Actor } from "#server/app.ts";
import { mayRole, type Permission } from "./permissions.ts";

const Context = createContext<Actor | null>(null);

export function ActorProvider({ actor, children }: { actor: Actor; children: ReactNode }) {
  return <Context.Provider value={actor}>{children}</Context.Provider>;
}

/** The signed-in person. */
export function useActor(): Actor {
  const actor = useContext(Context);
  if (!actor) throw new Error("useActor needs the studio's layout around it: nobody is signed in here");
  return actor;
}

export function can(actor: Actor, permission: Permission): boolean {
  return mayRole(actor.role, permission);
}
