"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import type { ConnectionTrial, ConnectionView } from "#server/app.ts";
import { AddressStep } from "./address-step.tsx";
import { settingsOf, withFound, withNames } from "./draft.ts";
import type { Draft, FoundOdoo } from "./draft.ts";
import { SignInStep } from "./sign-in-step.tsx";
import { WhoStep } from "./who-step.tsx";
import { WizardSteps } from "./wizard-steps.tsx";
import type { WizardStep } from "./wizard-steps.tsx";

/** To an Odoo in three steps: what is at an address, who we are there, and what the connection is called. Each asks Odoo before the next is shown. */
export function OdooWizard({
  environment,
  taken,
  draft,
  onChange,
  onStep,
  onClose,
  onSaved,
}: {
  environment: string;
  taken: string[];
  draft: Draft;
  onChange: (draft: Draft) => void;
  onStep: (step: WizardStep) => void;
  onClose: () => void;
  onSaved: (connection: ConnectionView) => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [step, setStep] = useState<WizardStep>("address");
  const [found, setFound] = useState<FoundOdoo | null>(null);
  const [trial, setTrial] = useState<ConnectionTrial | null>(null);
  const go = (next: WizardStep) => {
    setStep(next);
    onStep(next);
  };
  const refresh = () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
  const probe = useMutation(
    trpc.connections.probe.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.ok) return;
        setFound(answer);
        onChange(withFound(draft, answer));
        go("sign-in");
      },
    }),
  );
  const tryOut = useMutation(
    trpc.connections.tryOut.mutationOptions({
      onSuccess: (answer) => {
        const asked = answer as ConnectionTrial;
        setTrial(asked);
        if (!asked.ok) return;
        onChange(withNames(draft, { company: asked.facts?.companies.find((company) => company.isCurrent)?.name ?? null, taken }));
        go("who");
      },
    }),
  );
  const test = useMutation(trpc.connections.test.mutationOptions({ onSettled: refresh }));
  const create = useMutation(
    trpc.connections.create.mutationOptions({
      onSuccess: (connection) => {
        refresh();
        test.mutate({ environment, key: connection.key });
        onSaved(connection as ConnectionView);
        onClose();
      },
    }),
  );
  return (
    <div className="flex flex-col gap-4">
      <WizardSteps step={step} reached={{ "sign-in": found !== null, who: trial?.ok === true }} onStep={go} />
      {step === "address" && (
        <AddressStep
          draft={draft}
          trouble={probe.data?.ok === false ? probe.data : null}
          error={probe.error}
          isAsking={probe.isPending}
          onChange={(next) => {
            onChange(next);
            if (!probe.isIdle) probe.reset();
            // another address is another Odoo
            if (next.address !== draft.address || next.allowPrivate !== draft.allowPrivate) {
              setFound(null);
              setTrial(null);
            }
          }}
          onClose={onClose}
          onNext={() => (found ? go("sign-in") : probe.mutate({ address: draft.address, allowPrivate: draft.allowPrivate }))}
        />
      )}
      {step === "sign-in" && found && (
        <SignInStep
          draft={draft}
          found={found}
          failed={trial?.ok === false ? (trial.checks.find((check) => !check.ok) ?? null) : null}
          error={tryOut.error}
          isAsking={tryOut.isPending}
          onChange={(next) => {
            onChange(next);
            setTrial(null);
          }}
          onBack={() => go("address")}
          onNext={() => tryOut.mutate({ environment, kind: "odoo", ...settingsOf(draft, found) })}
        />
      )}
      {step === "who" && found && trial && (
        <WhoStep
          draft={draft}
          found={found}
          trial={trial}
          taken={taken}
          error={create.error}
          isSaving={create.isPending}
          onChange={onChange}
          onBack={() => go("sign-in")}
          onSave={() => create.mutate({ environment, key: draft.key.trim(), kind: "odoo", name: draft.name.trim() || draft.key, ...settingsOf(draft, found) })}
        />
      )}
    </div>
  );
}
