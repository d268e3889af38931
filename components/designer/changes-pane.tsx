"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { compare } from "#flow/compare.ts";
import { placeOf } from "#flow/nested.ts";
import { ChangeList } from "./change-list.tsx";
import { useDesigner, useDesignerState } from "./context.tsx";
import { authorsOf, contributionWords } from "./together/authors.ts";

/** What the draft has that the last version has not, and whose it is. */
export function ChangesPane({ latestVersion }: { latestVersion: number | null }) {
  const { environment, flow, store, actions } = useDesigner();
  const trpc = useTRPC();
  const document = useDesignerState((state) => state.whole);
  const version = useQuery(
    trpc.flows.version.queryOptions({ flow, version: latestVersion ?? 0 }, { enabled: latestVersion !== null, staleTime: Number.POSITIVE_INFINITY }),
  );
  const log = useQuery(trpc.flows.draftChanges.queryOptions({ flow }));
  const changes = useMemo(() => (version.data ? compare(version.data.document, document) : []), [version.data, document]);
  if (latestVersion === null) return <ChangeList changes={[]} empty="No version is published yet: all of it is new" />;
  if (version.error) return <ChangeList changes={[]} empty={`Version ${latestVersion} could not be read: ${version.error.message}`} />;
  if (!version.data) return <ChangeList changes={[]} empty={`Reading version ${latestVersion}…`} />;
  const people = contributionWords(changes, log.data ?? []);
  return (
    <>
      {changes.length > 0 && (
        <p className="flex items-center gap-3 border-b border-line px-3.5 py-2 text-12 text-ink-2">
          <span className="min-w-0 flex-1">{people}</span>
          <Link href={`/${environment}/flows/${encodeURIComponent(flow)}/versions`} className="shrink-0 text-accent-text hover:underline">
            Compare on the canvas
          </Link>
        </p>
      )}
      <ChangeList
        changes={changes}
        empty={`Nothing but positions differs from version ${latestVersion}`}
        authorsOf={authorsOf(log.data ?? [])}
        onSelect={(change) => {
          if (change.what !== "step" || !placeOf(document, change.id)) return;
          store.enter(change.frame ?? null);
          store.select([change.id]);
          requestAnimationFrame(() => actions.reveal(change.id));
        }}
      />
    </>
  );
}
