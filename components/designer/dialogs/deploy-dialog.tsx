"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { findFace } from "#flow/steps/faces.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { Field } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { OdooWatch } from "../odoo-watch/coverage.tsx";
import type { TriggerAddress } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

type DeployDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; flow: string; version: number; environment: string };

/** Lets a version listen in an environment, and shows where. */
export function DeployDialog(q: DeployDialogProps) {
  return (
    <Dialog
      wide
      open={q.open}
      onOpenChange={q.onOpenChange}
      title={`Deploy version ${q.version}`}
      description="New events start this version. Runs that are under way finish on theirs."
    >
      {q.open && <DeployForm {...q} />}
    </Dialog>
  );
}

function DeployForm({ onOpenChange, flow, version, environment: first }: DeployDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [environment, setEnvironment] = useState(first);
  const environments = useQuery(trpc.access.environments.queryOptions());
  const versions = useQuery(trpc.flows.versions.queryOptions({ flow }));
  const running = versions.data?.find((each) => each.deployedIn.includes(environment))?.number ?? null;
  const triggers = useQuery(trpc.flows.triggers.queryOptions({ flow, environment }, { enabled: running === version }));
  const deploy = useMutation(trpc.flows.deploy.mutationOptions({ onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.flows.pathKey() }) }));
  const errors = deploy.data?.problems.filter((problem) => problem.severity === "error") ?? [];
  const done = deploy.data !== undefined && errors.length === 0;
  const addresses = done ? deploy.data.triggers : (triggers.data ?? []);
  return (
    <>
      <Field label="Environment">
        {(ids) => (
          <Select
            {...ids}
            label="Environment"
            className="max-w-[260px]"
            value={environment}
            options={(environments.data ?? [{ key: first, name: environmentName(first) }]).map((each) => ({ value: each.key, label: each.name }))}
            onChange={(next) => {
              setEnvironment(next);
              deploy.reset();
            }}
          />
        )}
      </Field>
      <p className="mt-2 text-12 text-ink-2">
        {running === null
          ? `Nothing of this flow runs in ${environmentName(environment)} yet.`
          : running === version
            ? `Version ${version} runs there.`
            : `Version ${running} runs there now; version ${version} takes its place, at the same addresses.`}
      </p>
      <Trouble error={deploy.error} className="mt-3" />
      {errors.length > 0 && (
        <Note tone="danger" announce="alert" className="mt-3">
          <b>Nothing was deployed: {environmentName(environment)} lacks what the flow needs.</b>
          <ul className="mt-1 list-disc pl-4">
            {errors.map((problem) => (
              <li key={`${problem.code} ${problem.step} ${problem.field} ${problem.message}`}>
                {problem.message} {problem.fix}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {done && (
        <Note tone="ok" announce="status" className="mt-3">
          <b>
            Version {version} is deployed to {environmentName(environment)}.
          </b>
        </Note>
      )}
      {addresses.map((address) =>
        address.type === "trigger.odoo" ? (
          <div key={address.step} className="mt-3">
            <OdooWatch environment={environment} flow={flow} step={address.step} />
          </div>
        ) : (
          <Address key={address.step} address={address} form={address.type === "trigger.form" ? `/${environment}/forms/${flow}/${address.step}` : null} />
        ),
      )}
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>{done ? "Done" : "Close"}</Button>
        {!done && (
          <Button variant="primary" loading={deploy.isPending} disabled={running === version} onClick={() => deploy.mutate({ flow, environment, version })}>
            Deploy to {environmentName(environment)}
          </Button>
        )}
      </DialogActions>
    </>
  );
}

function Address({ address, form }: { address: TriggerAddress; form: string | null }) {
  return (
    <section aria-label={`Address of ${address.step}`} className="mt-4">
      <h3 className="text-13 font-medium">
        {findFace(address.type)?.title ?? address.type} <span className="mono text-12 text-ink-3">{address.step}</span>
      </h3>
      {form && (
        <p className="mt-1 text-13">
          <Link href={form} className="text-accent-text hover:underline">
            Open the form
          </Link>{" "}
          <span className="text-ink-2">Who may start runs finds it under Forms, on the Runs page.</span>
        </p>
      )}
      {address.url && (
        <div className="mt-1 flex items-center gap-2 rounded-2 bg-surface-3 px-2.5 py-1.5">
          <code className="mono min-w-0 flex-1 truncate text-12">{address.url}</code>
          <CopyButton text={address.url} what="address" />
        </div>
      )}
      {address.curl && (
        <div className="mt-2">
          <div className="mb-1 flex items-center gap-2">
            <span className="text-12 text-ink-2">Try it from a terminal; secrets come from variables of the shell</span>
            <span className="ml-auto">
              <CopyButton withLabel text={address.curl} what="curl command" />
            </span>
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by the keyboard
            tabIndex={0}
            className="max-h-52 overflow-auto rounded-2 bg-surface-3 px-2.5 py-2 font-mono text-[11.5px]/[18px] text-ink-2"
          >
            {address.curl}
          </pre>
        </div>
      )}
    </section>
  );
}
