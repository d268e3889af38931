"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, KeyRound, Plug } from "lucide-react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Needs } from "#flow/needs.ts";

const KINDS: Record<string, string> = { odoo: "Odoo", http: "HTTP", smtp: "Mail" };
/** made later, under the name in the file */
const LATER = "";

export type Remap = Record<string, string>;

/** What a flow needs, and whether this environment has it. A connection that is missing may be another of its kind. */
export function NeedsList({ needs, environment, remap, onRemap }: { needs: Needs; environment: string; remap: Remap; onRemap: (remap: Remap) => void }) {
  const trpc = useTRPC();
  const actor = useActor();
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: can(actor, "connection.read") }));
  const secrets = useQuery(trpc.connections.secrets.queryOptions({ environment }, { enabled: can(actor, "settings.read") }));
  if (needs.connections.length + needs.secrets.length === 0) return <p className="text-12 text-ink-3">It needs no connection and no secret.</p>;
  return (
    <ul aria-label={`What it needs in ${environmentName(environment)}`} className="flex flex-col gap-1.5 text-12">
      {needs.connections.map(({ key, kind }) => {
        const isThere = connections.data?.some((each) => each.key === key && each.kind === kind);
        const others = (connections.data ?? []).filter((each) => each.kind === kind && each.key !== key);
        return (
          <li key={key} className="flex min-h-6 flex-wrap items-center gap-2">
            <Plug size={14} aria-hidden className="shrink-0 text-ink-3" />
            <span>
              {KINDS[kind] ?? kind} connection <code className="mono">{key}</code>
            </span>
            {connections.data && (isThere ? <There /> : <Missing />)}
            {connections.data && !isThere && others.length > 0 && (
              <Select
                size="sm"
                label={`Use instead of ${key}`}
                className="w-48"
                value={remap[key] ?? LATER}
                options={[{ value: LATER, label: "Make it later" }, ...others.map((each) => ({ value: each.key, label: `Use ${each.name}` }))]}
                onChange={(value) => onRemap({ ...remap, [key]: value })}
              />
            )}
          </li>
        );
      })}
      {needs.secrets.map((name) => (
        <li key={name} className="flex min-h-6 items-center gap-2">
          <KeyRound size={14} aria-hidden className="shrink-0 text-ink-3" />
          <span>
            Secret <code className="mono">{name}</code>
          </span>
          {secrets.data && (secrets.data.some((secret) => secret.name === name) ? <There /> : <Missing />)}
        </li>
      ))}
    </ul>
  );
}

function There() {
  return (
    <span className="inline-flex items-center gap-1 text-succeeded-text">
      <CircleCheck size={13} aria-hidden /> there
    </span>
  );
}

function Missing() {
  return (
    <span className="inline-flex items-center gap-1 text-warn-text">
      <CircleDashed size={13} aria-hidden /> missing here
    </span>
  );
}
