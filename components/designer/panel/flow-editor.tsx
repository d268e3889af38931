"use client";

import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import type { FlowFact } from "#flow/called-flows.ts";
import { ChoiceSetting, chosenIn } from "./choice-setting.tsx";
import { type EditorProps, usePanel } from "./panel-context.tsx";
import { useOtherFlows } from "./use-other-flows.ts";

/** names of what a flow gives back that are told */
const MOST_NAMES = 6;

/** A flow to be called, by its name; a key that nobody has yet can be written, too. */
export function FlowEditor({ path, label, value, onChange, required, help, placeholder }: EditorProps & Words) {
  const { environment, document } = usePanel();
  const { flows, isReading, failure } = useOtherFlows(environment);
  const chosen = chosenIn(value);
  const called = flows?.find((each) => each.key === chosen);
  return (
    <ChoiceSetting
      path={path}
      label={label}
      required={required}
      hint={chosen ?? undefined}
      allowOther
      value={chosen}
      options={(flows ?? [])
        .filter((each) => each.isCallable && each.key !== document.flow.key)
        .map((each) => ({ value: each.key, label: each.name, hint: `${each.key} · ${each.version === null ? "not deployed here" : `v${each.version}`}` }))}
      placeholder={isReading ? "Reading flows" : (placeholder ?? "Choose a flow")}
      empty="No flow with an API trigger fits: taken as it is written"
      onChange={(next) => onChange(next ?? "")}
    >
      {help && called === undefined && <p className="text-12 text-ink-3">{help}</p>}
      {called && (
        <p className="flex flex-wrap items-baseline gap-x-2 text-12 text-ink-3">
          <Link
            href={`/${environment}/flows/${called.key}`}
            className="inline-flex items-center gap-0.5 font-medium text-accent-text hover:underline"
            aria-label={`Open the flow ${called.name}`}
          >
            Open
            <ArrowUpRight size={12} aria-hidden />
          </Link>
          <Gives of={called} />
        </p>
      )}
      {failure !== null && <p className="text-12 text-warn-text">The flows could not be read: {failure}</p>}
    </ChoiceSetting>
  );
}

type Words = { required?: boolean | undefined; help?: string | undefined; placeholder?: string | undefined };

function Gives({ of: { gives } }: { of: FlowFact }) {
  const names = gives.kind === "object" ? Object.keys(gives.fields) : [];
  if (names.length === 0) return null;
  const left = names.length - MOST_NAMES;
  return (
    <span className="min-w-0">
      gives back <span className="mono">{names.slice(0, MOST_NAMES).join(", ")}</span>
      {left > 0 && ` and ${left} more`}
    </span>
  );
}
