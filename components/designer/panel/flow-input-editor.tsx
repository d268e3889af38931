"use client";

import { useMemo } from "react";
import type { FlowFact } from "#flow/called-flows.ts";
import { isExpression } from "#flow/marks.ts";
import { targetsOfContract } from "#flow/mapping/contract-target.ts";
import type { Target } from "#flow/mapping/target.ts";
import { isSchema } from "#flow/schema-resolve.ts";
import { MapperButton } from "../mapper/mapper-button.tsx";
import { isRecord } from "./json.ts";
import { type NamedValue, NamedValues } from "./named-values.tsx";
import type { EditorProps } from "./panel-context.tsx";
import { useCalledFlow } from "./use-other-flows.ts";
import type { Literal } from "./literal-input.tsx";
import { ValueControl } from "./value-control.tsx";

/** The fields of a called flow's input, as its trigger says; JSON where it says nothing. */
export function FlowInputEditor({ path, label, value, onChange, help }: EditorProps & { help?: string | undefined }) {
  const { called } = useCalledFlow();
  const known = useMemo(() => (called ? targetsOfContract(called.takes).map(named) : []), [called]);
  if (isExpression(value) || known.length === 0 || (value !== undefined && !isRecord(value)))
    return <ValueControl path={path} label={label} literal={{ kind: "json" }} value={value} onChange={onChange} help={help} />;
  const held = value ?? {};
  return (
    <NamedValues
      path={path}
      label={label}
      value={held}
      onChange={onChange}
      known={known}
      isOpen={isOpen(called)}
      what="field"
      needs={`${called?.name} needs`}
      help={help}
      also={<MapperButton form="record" held={held} isReady onChange={onChange} />}
    />
  );
}

function isOpen(called: FlowFact | null): boolean {
  return !isSchema(called?.takes) || called.takes.additionalProperties !== false;
}

function named({ name, calls, required, help, type, choices }: Target): NamedValue {
  return { name, type: calls || null, required, literal: literalOfTarget(type, choices), help, blank: { $: "" } };
}

function literalOfTarget(type: Target["type"], choices: Target["choices"]): Literal {
  switch (type) {
    case "choice":
      return { kind: "choice", options: (choices ?? []).map(([value, label]) => ({ value, label })) };
    case "number":
    case "integer":
      return { kind: "number" };
    case "boolean":
      return { kind: "yes-no" };
    case "text":
    case "date":
    case "datetime":
      return { kind: "text" };
    default:
      return { kind: "json" };
  }
}
