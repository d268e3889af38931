"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTRPC } from "#components/trpc.tsx";
import { cx } from "#components/ui/cx.ts";
import { EnvironmentBadge, environmentName } from "#components/ui/environment-badge.tsx";
import { Menu, MenuChoice } from "#components/ui/menu.tsx";
import { inEnvironment, placeOf } from "./environments.ts";

/** The environment of the address. */
export function useEnvironment(): string {
  return placeOf(usePathname()).environment;
}

/** Every environment there is; the current one alone until the answer is here. */
export function useEnvironments(): { key: string; name: string }[] {
  const current = useEnvironment();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.access.environments.queryOptions(undefined, { staleTime: 300_000 }));
  return data ?? [{ key: current, name: environmentName(current) }];
}

/** Shows where you are and goes to the same screen elsewhere. Under 768 px the bar at the top has the one there is. */
export function EnvironmentSwitcher({ inBar = false }: { inBar?: boolean }) {
  const pathname = usePathname();
  const router = useRouter();
  const environment = useEnvironment();
  const environments = useEnvironments();
  return (
    <Menu
      label={`Environment: ${environmentName(environment)}`}
      trigger={
        <button
          type="button"
          className={cx(
            "flex h-(--control-sm) shrink-0 items-center gap-1 rounded-2 px-1 text-ink-3 hover:bg-surface-3 data-popup-open:bg-surface-3",
            !inBar && "max-md:hidden",
          )}
        >
          <EnvironmentBadge environment={environment} />
          <ChevronsUpDown size={12} aria-hidden />
        </button>
      }
    >
      <MenuChoice
        label="Environment"
        value={environment}
        onChange={(next) => router.push(inEnvironment(pathname, next))}
        options={environments.map((one) => ({ value: one.key, label: <EnvironmentBadge environment={one.key} /> }))}
      />
    </Menu>
  );
}
