/** Who is signed in, for pages. Everything is reached through the running server: this module is loaded a second time by Next and holds nothing. */
import { headers } from "next/headers";
import type { Actor, Role } from "#server/app.ts";
import { registry } from "#server/registry.ts";
import { ASKED_FOR } from "#server/request-url.ts";

/** Null: nobody; the page sends people to sign in. */
export async function currentActor(): Promise<Actor | null> {
  return registry().resolveActor(await headers());
}

/** Where somebody wanted to go who must sign in first. */
export async function askedFor(): Promise<string | null> {
  const address = (await headers()).get(ASKED_FOR);
  return address === null ? null : decodeURIComponent(address);
}

/** The people of the demo workspace, where this is one. */
export function demoPeople(): Promise<{ name: string; email: string; role: Role }[] | null> {
  return registry().demoPeople();
}
