"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, OctagonX, Stethoscope, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { formatPlural, formatRelative } from "#components/ui/format.ts";
import { HealthLabel } from "#components/ui/health.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ConnectionView, PracticeFault } from "#server/app.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { fromConfig, KIND_WORDS, toRequest } from "./kinds.ts";

export function ConnectionDetail({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const actor = useActor();
  const queries = useQueryClient();
  const at = { environment: connection.environment, key: connection.key };
  const refresh = () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
  const test = useMutation(trpc.connections.test.mutationOptions({ onSettled: refresh }));
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({ onSuccess: refresh, onError: (error) => toast.error(error.message, { description: fixOf(error) ?? undefined }) }),
  );
  const checks = test.data?.checks ?? connection.health?.checks ?? [];
  const mayEdit = can(actor, "connection.edit");
  const address =
    connection.config.url ??
    connection.config.baseUrl ??
    (connection.config.host ? `${String(connection.config.host)}:${String(connection.config.port ?? "")}` : null);
  const uses = connection.usedBy.length;
  return (
    <article aria-label={connection.name}>
      <header className="flex flex-wrap items-start gap-3 border-b border-line bg-surface px-6 py-4">
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-2 text-20 font-semibold">
            {connection.name} <EnvironmentBadge environment={connection.environment} /> <HealthLabel chip ok={connection.health?.ok ?? null} />
            {connection.practice && <Tag title="Built in for trying things out; nothing leaves this machine">practice</Tag>}
          </h2>
          <p className="mt-1 truncate text-12 text-ink-3">
            <span className="mono">{String(address ?? "")}</span> · {KIND_WORDS[connection.kind]} ·{" "}
            {uses === 0 ? "not used" : `used by ${formatPlural(uses, "flow")}`}
          </p>
        </div>
        <Button
          icon={<Stethoscope size={14} aria-hidden />}
          loading={test.isPending}
          disabled={!can(actor, "connection.test")}
          title={can(actor, "connection.test") ? undefined : "Operators and administrators test connections"}
          onClick={() => test.mutate(at)}
        >
          Test connection
        </Button>
        <Button
          variant="danger"
          icon={<Trash2 size={14} aria-hidden />}
          loading={remove.isPending}
          disabled={!mayEdit || uses > 0}
          title={uses > 0 ? "Flows use it: undeploy or change them first" : mayEdit ? undefined : "Administrators remove connections"}
          onClick={() => remove.mutate(at)}
        >
          Remove
        </Button>
      </header>
      <div className="flex max-lg:flex-col">
        <div className="flex min-w-0 flex-1 flex-col gap-6 px-6 py-5">
          <section aria-labelledby="checks">
            <h3 id="checks" className="text-13 font-semibold">
              Health
            </h3>
            {connection.health && (
              <p className="text-12 text-ink-3">
                Tested {formatRelative(connection.health.checkedAt)}, answered in {connection.health.milliseconds} ms.
              </p>
            )}
            {!connection.health && checks.length === 0 && <p className="mt-1 text-12 text-ink-2">Not tested yet.</p>}
            <ul className="mt-2 flex flex-col">
              {checks.map((check) => (
                <li key={check.name} className="flex items-start gap-2 border-t border-line py-2 text-13">
                  {check.ok ? (
                    <CircleCheck size={16} aria-label="passed" className="mt-0.5 shrink-0 text-succeeded" />
                  ) : (
                    <OctagonX size={16} aria-label="failed" className="mt-0.5 shrink-0 text-technical" />
                  )}
                  <span className="w-24 shrink-0 font-medium text-ink">{check.name}</span>
                  <span className="min-w-0 text-ink-2">
                    {check.message}
                    {check.fix && <span className="block text-ink-3">{check.fix}</span>}
                  </span>
                </li>
              ))}
            </ul>
          </section>
          {connection.practice && connection.kind === "odoo" && <FaultSwitch connection={connection} />}
          <Settings key={JSON.stringify(connection.config)} connection={connection} mayEdit={mayEdit} onSaved={refresh} />
        </div>
        <aside className="w-[300px] shrink-0 border-l border-line px-5 py-5 max-lg:w-full max-lg:border-t max-lg:border-l-0" aria-label="Identity and use">
          {connection.health?.identity && (
            <>
              <h3 className="text-13 font-semibold">Identity</h3>
              <dl className="mt-1 mb-5 text-12">
                {Object.entries(connection.health.identity).map(([name, value]) => (
                  <div key={name} className="flex justify-between gap-3 border-b border-line py-1.5">
                    <dt className="text-ink-3">{IDENTITY[name] ?? name}</dt>
                    <dd className="truncate text-ink">{value}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
          <h3 className="text-13 font-semibold">Secrets</h3>
          {Object.keys(connection.secretHints).length === 0 && <p className="mb-5 text-12 text-ink-3">None.</p>}
          <dl className="mt-1 mb-5 text-12">
            {Object.entries(connection.secretHints).map(([name, hint]) => (
              <div key={name} className="flex justify-between gap-3 border-b border-line py-1.5">
                <dt className="text-ink-3">{name}</dt>
                <dd className="text-ink">
                  <span className="mono">•••• {hint.last4}</span> <span className="text-ink-3">set {formatRelative(hint.setAt)}</span>
                </dd>
              </div>
            ))}
          </dl>
          <h3 className="text-13 font-semibold">Used by</h3>
          {uses === 0 && <p className="text-12 text-ink-3">No flow.</p>}
          <ul className="mt-1 text-12">
            {connection.usedBy.map((use) => (
              <li key={use.flow} className="border-b border-line py-1.5">
                <Link href={`/${connection.environment}/flows/${use.flow}`} className="text-accent-text hover:underline">
                  {use.name}
                </Link>
                <span className="block text-ink-3">{use.steps.join(", ")}</span>
              </li>
            ))}
          </ul>
        </aside>
      </div>
    </article>
  );
}

const IDENTITY: Record<string, string> = {
  user: "User in Odoo",
  login: "Login",
  company: "Company",
  version: "Version",
  timeZone: "Time zone",
  language: "Language",
};

const FAULTS: { value: PracticeFault; label: string }[] = [
  { value: "none", label: "None: it works" },
  { value: "slow", label: "Slow: every answer takes seconds" },
  { value: "unavailable", label: "Unavailable: 503" },
  { value: "drop-answer", label: "Answers are lost after the change was made" },
  { value: "validation-error", label: "Every change is refused" },
];

/** Makes the practice Odoo fail, to see what flows do about it. */
function FaultSwitch({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const actor = useActor();
  const queries = useQueryClient();
  const at = { environment: connection.environment, key: connection.key };
  const fault = useQuery(trpc.connections.practiceFault.queryOptions(at));
  const set = useMutation(
    trpc.connections.setPracticeFault.mutationOptions({ onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }) }),
  );
  const held = set.variables && set.isPending ? set.variables.fault : fault.data;
  return (
    <section aria-labelledby="fault">
      <h3 id="fault" className="text-13 font-semibold">
        Fault
      </h3>
      <p className="mb-2 text-12 text-ink-3">
        The practice Odoo can fail on demand, in every environment at once: see how runs retry, explain themselves and are replayed.
      </p>
      <Select
        label="Fault of the practice Odoo"
        className="max-w-[360px]"
        disabled={!can(actor, "connection.test")}
        value={held ?? null}
        options={FAULTS}
        onChange={(next) => set.mutate({ ...at, fault: next })}
      />
      {held !== undefined && held !== "none" && (
        <Note tone="warn" className="mt-2 max-w-[520px]">
          The practice Odoo fails on purpose now.
        </Note>
      )}
      {set.error && (
        <Note tone="danger" announce="alert" className="mt-2">
          {set.error.message}
        </Note>
      )}
    </section>
  );
}

function Settings({ connection, mayEdit, onSaved }: { connection: ConnectionView; mayEdit: boolean; onSaved: () => void }) {
  const trpc = useTRPC();
  const [values, setValues] = useState(() => fromConfig(connection.config));
  const [isDirty, setDirty] = useState(false);
  const save = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: () => {
        setDirty(false);
        toast.success("Saved. Test it to see whether it answers.");
        onSaved();
      },
    }),
  );
  return (
    <section aria-labelledby="settings">
      <h3 id="settings" className="text-13 font-semibold">
        Settings
      </h3>
      {!mayEdit && <p className="text-12 text-ink-3">Administrators change connections.</p>}
      <form
        className="mt-2 flex max-w-[520px] flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ environment: connection.environment, key: connection.key, ...toRequest(connection.kind, values) });
        }}
      >
        <ConnectionForm
          kind={connection.kind}
          values={values}
          hints={connection.secretHints}
          disabled={!mayEdit || connection.practice}
          onChange={(next) => {
            setValues(next);
            setDirty(true);
          }}
        />
        {connection.practice && <p className="text-12 text-ink-3">A practice connection keeps itself up to date.</p>}
        {save.error && (
          <Note tone="danger" announce="alert">
            {save.error.message} {fixOf(save.error)}
          </Note>
        )}
        {mayEdit && !connection.practice && (
          <div>
            <Button type="submit" variant="primary" loading={save.isPending} disabled={!isDirty}>
              Save
            </Button>
          </div>
        )}
      </form>
    </section>
  );
}
