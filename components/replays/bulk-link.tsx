"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTRPC } from "#components/trpc.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

/** The way to bulk replays, where there are any; to the one that goes on, where it is the only one. */
export function BulkLink({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const { data: list } = useQuery(trpc.replays.list.queryOptions({ environment }));
  if (!list || list.length === 0) return null;
  const [going, ...others] = list.filter((bulk) => bulk.state === "running" || bulk.state === "paused");
  const one = going && others.length === 0 ? going : null;
  return (
    <ButtonLink href={`/${environment}/replays${one ? `/${one.id}` : ""}`} icon={<RotateCcw size={14} aria-hidden />}>
      {one ? `Bulk replay ${one.state}` : "Bulk replays"}
    </ButtonLink>
  );
}
