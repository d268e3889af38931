"use client";

import { Input, Textarea } from "#components/ui/input.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { DELIVERY } from "#flow/delivery.ts";
import type { RetryPolicy, Step } from "#flow/document.ts";
import { placeOf } from "#flow/nested.ts";
import { isPure } from "#flow/pure.ts";
import type { AnyStep } from "#flow/step.ts";
import { usePanel } from "./panel-context.tsx";

/** Retries, time limit, delivery, joining, notes: what most steps leave as it is. */
export function MoreSettings({ step, definition, onChange }: { step: Step; definition: AnyStep; onChange: (step: Step, burst: string) => void }) {
  const { canEdit, document } = usePanel();
  const joins = (placeOf(document, step.id)?.graph.edges ?? []).filter((edge) => edge.to === step.id && !edge.rework).length > 1;
  const set = <K extends keyof Step>(key: K, value: Step[K] | undefined) => {
    const { [key]: _, ...rest } = step;
    onChange((value === undefined || value === "" ? rest : { ...rest, [key]: value }) as Step, key);
  };
  const allowed = definition.effect?.allowed ?? [];
  return (
    <div className="flex flex-col gap-4 p-4">
      {definition.effect && (
        <Field
          label="Delivery"
          help={
            allowed.length > 1 ? "What happens when it is not known whether the effect was done." : "A repetition finds what was done and does nothing again."
          }
        >
          {(ids) => (
            <Select
              {...ids}
              disabled={!canEdit || allowed.length < 2}
              value={step.delivery ?? definition.effect?.delivery ?? null}
              options={allowed.map((value) => ({ value, label: DELIVERY[value].words }))}
              onChange={(delivery) => set("delivery", delivery)}
            />
          )}
        </Field>
      )}
      {!isPure(definition) && (
        <>
          <Field label="Tries in all" help="Failures that may pass by themselves are tried again, with growing pauses.">
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={1}
                max={50}
                className="w-24"
                disabled={!canEdit}
                placeholder="5"
                value={step.retry?.attempts ?? ""}
                onChange={(event) =>
                  set("retry", event.target.value === "" ? undefined : { ...step.retry, attempts: Math.min(50, Math.max(1, Number(event.target.value) || 1)) })
                }
              />
            )}
          </Field>
          {step.retry && (
            <Field label="First pause">
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  className="w-32"
                  disabled={!canEdit}
                  placeholder="PT2S"
                  value={step.retry?.firstDelay ?? ""}
                  onChange={(event) => set("retry", withFirst(step.retry, event.target.value))}
                />
              )}
            </Field>
          )}
          <Field label="Time limit of one try">
            {(ids) => (
              <Input
                {...ids}
                mono
                className="w-32"
                disabled={!canEdit}
                placeholder="PT30S"
                value={step.timeout ?? ""}
                onChange={(event) => set("timeout", event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      {joins && (
        <Field label="Starts when">
          {(ids) => (
            <Select
              {...ids}
              disabled={!canEdit}
              value={step.join ?? "all"}
              options={[
                { value: "all", label: "all paths that lead here are done" },
                { value: "any", label: "the first path arrives" },
              ]}
              onChange={(join) => set("join", join)}
            />
          )}
        </Field>
      )}
      <Field label="Notes">
        {(ids) => <Textarea {...ids} disabled={!canEdit} value={step.notes ?? ""} onChange={(event) => set("notes", event.target.value)} />}
      </Field>
    </div>
  );
}

function withFirst(retry: RetryPolicy | undefined, firstDelay: string): RetryPolicy {
  const { firstDelay: _, ...rest } = retry ?? { attempts: 5 };
  return firstDelay === "" ? rest : { ...rest, firstDelay };
}
