"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { pageQueue } from "#components/ui/later-queue.ts";
import { useEnvironments } from "./environment-switcher.tsx";
import { placeOf, wantsRail } from "./environments.ts";
import { useLetterKeySwitch, useShellKeys } from "./keys.ts";
import { LiveProvider } from "./live.tsx";
import { MobileBar } from "./mobile-bar.tsx";
import { Nav, Rail } from "./nav.tsx";
import { Keys, Palette } from "./palette.tsx";
import { usePreferences } from "./preferences-context.tsx";

/**
 * What stands around every screen. The page itself never scrolls: each screen scrolls its own panes.
 * From 1440 px the nav has labels, below it is the rail, under 768 px a bar with a drawer.
 */
export function Frame({ environment, children }: { environment: string; children: ReactNode }) {
  const pathname = usePathname();
  const { preferences } = usePreferences();
  const isRail = wantsRail(pathname);
  useShellKeys();
  useLetterKeySwitch(preferences.letterKeys);
  useTheRest(pathname);
  return (
    <LiveProvider environment={environment}>
      <a href="#content" className="absolute top-2 left-2 z-70 -translate-y-14 rounded-2 bg-accent px-3 py-1.5 font-medium text-accent-ink focus:translate-y-0">
        Skip to content
      </a>
      <div className={cx("flex h-dvh flex-col md:grid md:grid-cols-[var(--rail)_minmax(0,1fr)]", !isRail && "2xl:grid-cols-[var(--nav)_minmax(0,1fr)]")}>
        <MobileBar environment={environment} />
        <Rail environment={environment} className={cx("hidden md:flex", !isRail && "2xl:hidden")} />
        {!isRail && <Nav environment={environment} className="hidden 2xl:flex" />}
        <main id="content" tabIndex={-1} className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface focus-visible:shadow-none">
          <KnownEnvironment environment={environment}>{children}</KnownEnvironment>
        </main>
      </div>
      <Palette />
      <Keys />
    </LiveProvider>
  );
}

/** A flow says itself when it is drawn; every other screen is there with its frame. */
function useTheRest(pathname: string): void {
  const { screen, rest } = placeOf(pathname);
  const isFlow = screen === "flows" && rest.length === 1;
  // another screen has parts of its own
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what changed
  useEffect(() => {
    if (!isFlow) pageQueue.fetchAll();
  }, [isFlow, pathname]);
}

/** An address may name an environment that does not exist: say so instead of showing empty lists. */
function KnownEnvironment({ environment, children }: { environment: string; children: ReactNode }) {
  const environments = useEnvironments();
  const { screen } = placeOf(usePathname());
  if (environments.some((one) => one.key === environment)) return children;
  return (
    <EmptyState
      title={`There is no environment called “${environment}”`}
      action={environments.map((one) => (
        <ButtonLink key={one.key} href={`/${one.key}/${screen}`}>
          {one.name}
        </ButtonLink>
      ))}
    >
      The address names an environment that this installation does not have.
    </EmptyState>
  );
}
