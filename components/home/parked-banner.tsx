"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, CircleParking } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "#components/trpc.tsx";
import { formatPlural, formatRelative } from "#components/ui/format.ts";

/** Connections whose runs are held back, only while there are any. Nothing is lost, and nobody has to do anything here. */
export function ParkedBanner({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.connections.list.queryOptions({ environment }));
  const held = (data ?? []).flatMap(({ key, name, breaker }) => (breaker && breaker.parked > 0 ? [{ key, name, ...breaker }] : []));
  return (
    <div role="status">
      {held.map(({ key, name, state, parked, probeAt }) => (
        <div
          key={key}
          className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-parked-line bg-parked-bg px-4 py-2 text-13 text-parked-text [&_b]:text-inherit"
        >
          <CircleParking size={16} aria-hidden className="shrink-0 text-parked" />
          <b>{parkedWords({ name, state, parked })}</b>
          <span className="min-w-0">
            {state === "ramping"
              ? "It answers again, and they go on in the order in which they arrived."
              : `${probeAt ? `It is asked again ${formatRelative(probeAt)}. ` : ""}Runs resume by themselves.`}
          </span>
          <Link
            href={`/${environment}/connections?key=${encodeURIComponent(key)}`}
            className="ml-auto flex items-center gap-1 font-medium hover:underline max-md:ml-0"
          >
            Open {name} <ArrowRight size={14} aria-hidden />
          </Link>
        </div>
      ))}
    </div>
  );
}

function parkedWords({ name, state, parked }: { name: string; state: string; parked: number }): string {
  const why = state === "ramping" ? `${name} did not answer` : `${name} does not answer`;
  return `${formatPlural(parked, "run")} ${parked === 1 ? "is" : "are"} parked: ${why}.`;
}
