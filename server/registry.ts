/**
 * Where the pages find the running server. Next loads its own copy of every module it renders with, in the same process: what must
 * exist once (pools, caches, sessions) is therefore reached through one symbol of the process, never through an import.
 */
import type { Actor, App, Role } from "./app.ts";

export type Registry = {
  app: App;
  /** who a request's cookie or key stands for; null for nobody */
  resolveActor: (headers: Headers) => Promise<Actor | null>;
  /** the people of the demo workspace, for the sign-in page; null in a workspace of one's own */
  demoPeople: () => Promise<{ name: string; email: string; role: Role }[] | null>;
};

const KEY = Symbol.for("throughline.registry");
type Holder = { [KEY]?: Registry };

export function register(registry: Registry): void {
  (globalThis as Holder)[KEY] = registry;
}

/** @throws Error where pages run without the server around them */
export function registry(): Registry {
  const found = (globalThis as Holder)[KEY];
  if (!found) throw new Error("The pages run inside the Throughline server: start it with npm start or npm run dev.");
  return found;
}
