"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Stethoscope, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { formatPlural, formatRelative } from "#components/ui/format.ts";
import { HealthLabel } from "#components/ui/health.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { ConnectionView } from "#server/app.ts";
import { AccessTab } from "./access/access-tab.tsx";
import { RightsCheck } from "./access/rights-check.tsx";
import { BreakerNote } from "./breaker-note.tsx";
import { ConnectionSettings } from "./connection-settings.tsx";
import { FaultSwitch } from "./fault-switch.tsx";
import { HealthChecks } from "./health-checks.tsx";
import { addressOf, KIND_WORDS, secretWords } from "./kinds.ts";
import { KeyPanel } from "./key-panel.tsx";
import { OdooFactsList } from "./odoo-facts.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";

export function ConnectionDetail({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const actor = useActor();
  const queries = useQueryClient();
  const [isLeaving, setLeaving] = useState(false);
  const [tab, setTab] = useState<"overview" | "access">("overview");
  const refresh = () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
  const test = useMutation(trpc.connections.test.mutationOptions({ onSettled: refresh }));
  const mayEdit = can(actor, "connection.edit");
  const mayTest = can(actor, "connection.test");
  const uses = connection.usedBy.length;
  const overview = (
    <>
      {connection.breaker && <BreakerNote breaker={connection.breaker} />}
      <HealthChecks
        health={connection.health}
        checks={test.data?.checks ?? connection.health?.checks ?? []}
        isTesting={test.isPending}
        trouble={test.error ? { message: test.error.message, fix: fixOf(test.error) } : null}
      />
      {connection.practice && connection.kind === "odoo" && <FaultSwitch connection={connection} />}
      <ConnectionSettings
        key={JSON.stringify([connection.name, connection.config, connection.secretHints])}
        connection={connection}
        mayEdit={mayEdit}
        onSaved={refresh}
      />
    </>
  );
  const access = (
    <>
      <AccessTab key={JSON.stringify(connection.config.allow ?? null)} connection={connection} mayEdit={mayEdit} onSaved={refresh} />
      <RightsCheck connection={connection} mayTest={mayTest} />
    </>
  );
  return (
    <article aria-label={connection.name} className="flex min-h-full flex-col">
      <header className="flex flex-wrap items-start gap-3 border-b border-line bg-surface px-6 py-4 max-md:px-4">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <h2 className="flex flex-wrap items-center gap-2 text-20 font-semibold">
            {connection.name} <EnvironmentBadge environment={connection.environment} /> <HealthLabel chip ok={connection.health?.ok ?? null} />
            {connection.practice && <Tag title="Built in for trying things out; nothing leaves this machine">practice</Tag>}
          </h2>
          <p className="mt-1 text-12 text-ink-3 [overflow-wrap:anywhere]">
            <span className="mono">{addressOf(connection)}</span> · {KIND_WORDS[connection.kind]} ·{" "}
            {uses === 0 ? "not used" : `used by ${formatPlural(uses, "flow")}`} · flows call it <span className="mono">{connection.key}</span>
          </p>
        </div>
        <Button
          icon={<Stethoscope size={14} aria-hidden />}
          loading={test.isPending}
          disabled={!mayTest}
          title={mayTest ? undefined : "Operators and administrators test connections"}
          onClick={() => test.mutate({ environment: connection.environment, key: connection.key })}
        >
          Test connection
        </Button>
        <Button
          variant="danger"
          icon={<Trash2 size={14} aria-hidden />}
          disabled={!mayEdit}
          title={mayEdit ? undefined : "Administrators remove connections"}
          onClick={() => setLeaving(true)}
        >
          Remove
        </Button>
      </header>
      <div className="flex flex-1 max-lg:flex-col">
        <div className="flex min-w-0 flex-1 flex-col">
          {connection.kind === "odoo" && (
            <Tabs
              label="About the connection"
              value={tab}
              onChange={setTab}
              tabs={[
                { value: "overview", label: "Overview" },
                { value: "access", label: "Access" },
              ]}
              className="px-6 max-md:px-4"
            />
          )}
          <div className="flex min-w-0 flex-col gap-6 px-6 py-5 max-md:px-4">{tab === "access" ? access : overview}</div>
        </div>
        {/* the matrix takes the whole width */}
        {tab === "overview" && <Facts connection={connection} mayEdit={mayEdit} onChanged={refresh} />}
      </div>
      {isLeaving && <RemoveDialog connection={connection} onClose={() => setLeaving(false)} />}
    </article>
  );
}

/** Who the product is there, what it proves that with, and who depends on it. */
function Facts({ connection, mayEdit, onChanged }: { connection: ConnectionView; mayEdit: boolean; onChanged: () => void }) {
  const identity = Object.entries(connection.health?.identity ?? {});
  const facts = connection.health?.facts;
  const secrets = Object.entries(connection.secretHints);
  return (
    <aside
      className="w-[300px] shrink-0 border-l border-line px-5 py-5 max-lg:w-full max-lg:border-t max-lg:border-l-0 max-md:px-4"
      aria-label="Identity, secrets and use"
    >
      {connection.kind === "odoo" && (identity.length > 0 || facts) && (
        <div className="mb-5">
          <h3 className="mb-1 text-13 font-semibold">Identity</h3>
          <OdooFactsList identity={connection.health?.identity ?? null} facts={facts} />
        </div>
      )}
      {connection.kind !== "odoo" && identity.length > 0 && (
        <>
          <h3 className="text-13 font-semibold">Identity</h3>
          <dl className="mt-1 mb-5 text-12">
            {identity.map(([name, value]) => (
              <div key={name} className="flex justify-between gap-3 border-b border-line py-1.5">
                <dt className="shrink-0 text-ink-3">{IDENTITY[name] ?? name}</dt>
                <dd className="text-right text-ink [overflow-wrap:anywhere]">{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3 className="text-13 font-semibold">Secrets</h3>
      {secrets.length === 0 && <p className="mb-5 text-12 text-ink-3">None.</p>}
      {secrets.length > 0 && (
        <dl className={cx("mt-1 text-12", connection.kind === "odoo" ? "mb-2" : "mb-5")}>
          {secrets.map(([name, hint]) => (
            <div key={name} className="flex justify-between gap-3 border-b border-line py-1.5">
              <dt className="text-ink-3">{secretWords(connection.kind, name)}</dt>
              <dd className="text-ink">
                <span className="mono">•••• {hint.last4}</span> <span className="text-ink-3">set {formatRelative(hint.setAt)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {connection.kind === "odoo" && secrets.length > 0 && <KeyPanel connection={connection} mayEdit={mayEdit} onChanged={onChanged} />}
      <h3 className="text-13 font-semibold">Used by</h3>
      {connection.usedBy.length === 0 && <p className="text-12 text-ink-3">No flow.</p>}
      <ul className="mt-1 text-12">
        {connection.usedBy.map((use) => (
          <li key={use.flow} className="border-b border-line py-1.5">
            <Link href={`/${connection.environment}/flows/${use.flow}`} className="text-accent-text hover:underline">
              {use.name}
            </Link>
            <span className="mono block text-ink-3">{use.steps.join(", ")}</span>
          </li>
        ))}
      </ul>
    </aside>
  );
}

const IDENTITY: Record<string, string> = {
  name: "User in Odoo",
  login: "Login",
  database: "Database",
  company: "Company",
  version: "Version",
  timeZone: "Time zone",
  language: "Language",
};
