"use client";

import { Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type FlowSettings, type Json, LatencyClass } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { updateFlow } from "#flow/edit.ts";
import type { Problem } from "#flow/problem.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import { RunbookField } from "./runbook-field.tsx";

const LATENCIES = [
  { value: "", label: "Not said" },
  { value: "real-time", label: "Real time" },
  { value: "near-real-time", label: "Near real time" },
  { value: "batch", label: "Batch" },
];

/** Settings of the flow itself: shown while nothing is selected. */
export function FlowPanel({ problems }: { problems: readonly Problem[] }) {
  const { store, canEdit } = useDesigner();
  const flow = useDesignerState((state) => state.document.flow);
  const change = (field: keyof FlowSettings, value: Json) =>
    // an emptied setting is no setting
    store.edit((document) => updateFlow(document, { [field]: value === "" ? undefined : value }), { burst: `flow ${field}` });
  const errorOf = (field: string) => problems.find((problem) => problem.step === null && problem.field === field)?.message ?? null;
  const changeRetention = (kind: "succeeded" | "failed", kept: string | undefined) => {
    const { [kind]: _, ...rest } = flow.retention ?? {};
    const retention = kept === undefined ? rest : { ...rest, [kind]: kept };
    store.edit((document) => updateFlow(document, { retention: Object.keys(retention).length === 0 ? undefined : retention }), {
      burst: `flow retention ${kind}`,
    });
  };
  const changeSensitive = (value: string) => {
    const names = [...new Set(value.split(/[\s,]+/).filter((name) => name !== ""))];
    if (names.join() === (flow.sensitive ?? []).join()) return;
    store.edit((document) => updateFlow(document, { sensitive: names.length === 0 ? undefined : names }));
  };
  const text = (field: "owner" | "domain" | "currency", label: string, help?: string, placeholder?: string): ReactNode => (
    <Field label={label} help={help} error={errorOf(field)}>
      {(ids) => (
        <Input {...ids} disabled={!canEdit} value={flow[field] ?? ""} placeholder={placeholder} onChange={(event) => change(field, event.target.value)} />
      )}
    </Field>
  );
  const expression = (field: "businessKey" | "value" | "order", label: string, help: string, placeholder: string): ReactNode => (
    <Field label={label} help={help} error={errorOf(field)}>
      {(ids) => (
        <Input
          {...ids}
          name={field}
          mono
          disabled={!canEdit}
          value={sourceOf(flow[field])}
          placeholder={placeholder}
          spellCheck={false}
          onChange={(event) => change(field, event.target.value === "" ? "" : { $: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex shrink-0 items-center gap-2.5 px-4 pt-3 pb-3">
        <span className="grid size-[26px] place-items-center rounded-2 bg-surface-3 text-ink-2" aria-hidden>
          <Workflow size={16} />
        </span>
        <div className="min-w-0">
          <h2 className="truncate text-14 font-semibold">Flow settings</h2>
          <p className="truncate font-mono text-11 text-ink-3">{flow.key}</p>
        </div>
      </header>
      <section
        aria-label="Settings"
        // where nothing in it takes the focus, it is scrolled by keyboard all the same
        tabIndex={canEdit ? undefined : 0}
        className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto border-t border-line px-4 py-3.5"
      >
        {expression("businessKey", "Business key", "How people call a run: it is searched for under Runs.", "trigger.body.reference")}
        <div className="grid grid-cols-[minmax(0,1fr)_90px] gap-2">
          {expression("value", "Value", "The money at stake in a run.", "trigger.body.amount")}
          {text("currency", "Currency", undefined, "EUR")}
        </div>
        {text("owner", "Owner", "Who is asked when it fails.", "delivery-ops")}
        {text("domain", "Domain", undefined, "project-operations")}
        <Field label="Latency">
          {(ids) => (
            <Select
              {...ids}
              disabled={!canEdit}
              value={flow.latency ?? ""}
              options={LATENCIES}
              onChange={(value) => change("latency", LatencyClass.safeParse(value).success ? value : "")}
            />
          )}
        </Field>
        {expression("order", "Order", "Runs with the same key go one at a time, in the order of their arrival.", "trigger.body.account.id")}
        <Field label="Runs at once" help="How many runs of this flow are under way at the same time.">
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              disabled={!canEdit}
              value={flow.concurrency === undefined ? "" : String(flow.concurrency)}
              placeholder="no limit"
              onChange={(event) => {
                const next = Number(event.currentTarget.value.replaceAll(/\D/g, "").slice(0, 4));
                change("concurrency", next === 0 ? "" : next);
              }}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-2">
          <Days label="Keep succeeded, days" value={flow.retention?.succeeded} disabled={!canEdit} onChange={(kept) => changeRetention("succeeded", kept)} />
          <Days label="Keep failed, days" value={flow.retention?.failed} disabled={!canEdit} onChange={(kept) => changeRetention("failed", kept)} />
        </div>
        <Field label="Sensitive fields" help="Names or paths, with commas between: encrypted at rest, dots on the screen.">
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={!canEdit}
              key={(flow.sensitive ?? []).join()}
              defaultValue={(flow.sensitive ?? []).join(", ")}
              placeholder="iban, employee.salary"
              spellCheck={false}
              onBlur={(event) => changeSensitive(event.currentTarget.value)}
            />
          )}
        </Field>
        <RunbookField value={flow.runbook ?? ""} canEdit={canEdit} onChange={(text) => change("runbook", text)} />
      </section>
    </div>
  );
}

/** A whole number of days, empty for the environment's own policy; kept as an ISO 8601 duration. */
function Days({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string;
  value: string | undefined;
  disabled: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const days = /^P(\d+)D$/.exec(value ?? "")?.[1] ?? value ?? "";
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          {...ids}
          inputMode="numeric"
          disabled={disabled}
          value={days}
          placeholder="as everywhere"
          onChange={(event) => {
            const next = event.currentTarget.value.replaceAll(/\D/g, "").slice(0, 4);
            onChange(Number(next) === 0 ? undefined : `P${Number(next)}D`);
          }}
        />
      )}
    </Field>
  );
}

function sourceOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (isExpression(value)) return value.$;
  return JSON.stringify(value);
}
