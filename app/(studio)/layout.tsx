import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { readPreferences } from "#components/shell/preferences.ts";
import { StudioProviders } from "#components/shell/providers.tsx";
import { permissionsOf } from "#server/api/permissions-of.ts";
import { askedFor, currentActor } from "#server/api/session.ts";

/** The gate: nobody sees a screen of the studio without a session. What they may do there, the API decides call by call. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  if (!actor) {
    const address = await askedFor();
    redirect(address === null ? "/sign-in" : `/sign-in?next=${encodeURIComponent(address)}`);
  }
  const jar = await cookies();
  return (
    <StudioProviders actor={{ ...actor, permissions: permissionsOf(actor) }} preferences={readPreferences((name) => jar.get(name)?.value)}>
      {children}
    </StudioProviders>
  );
}
