"use client";

import type { ReactNode } from "react";
import { TRPCProvider } from "#components/trpc.tsx";
import { Toaster } from "#components/ui/toast.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";

import { ActorProvider, type SignedIn } from "./actor.tsx";
import type { Preferences } from "./preferences.ts";
import { PreferencesProvider } from "./preferences-context.tsx";

/** What every signed-in screen stands on. */
export function StudioProviders({ actor, preferences, children }: { actor: SignedIn; preferences: Preferences; children: ReactNode }) {
  return (
    <TRPCProvider>
      <ActorProvider actor={actor}>
        <PreferencesProvider initial={preferences}>
          <TooltipProvider>
            {children}
            <Toaster />
          </TooltipProvider>
        </PreferencesProvider>
      </ActorProvider>
    </TRPCProvider>
  );
}
