"use client";

import { isExpression } from "#flow/marks.ts";
import { pythonText } from "#flow/odoo-domain/text.ts";
import type { OdooParameterFact } from "#flow/odoo-shape.ts";
import { isRecord, textIn } from "./json.ts";
import { KeyValuesEditor } from "./list-editors.tsx";
import { type NamedValue, NamedValues } from "./named-values.tsx";
import { useMethods } from "./odoo-known.tsx";
import { literalOfParameter } from "./odoo-signature.ts";
import { type EditorProps, usePanel } from "./panel-context.tsx";
import { ValueControl } from "./value-control.tsx";

/** Arguments of the chosen method by their names, each typed as the method says; free names where nothing is known of it. */
export function OdooArgumentsEditor(q: EditorProps & { help?: string | undefined }) {
  const { path, label, value, onChange } = q;
  const { methods } = useMethods();
  const { step } = usePanel();
  if (isExpression(value))
    return <ValueControl always path={path} label={label} literal={{ kind: "json" }} value={value} onChange={(next) => onChange(next ?? {})} help={q.help} />;
  const method = methods.find((each) => each.name === textIn(step.config, "method"));
  if (!method) return <KeyValuesEditor {...q} />;
  const held = isRecord(value) ? value : {};
  const nothing = method.parameters.length === 0 && !method.isOpen && Object.keys(held).length === 0;
  return (
    <NamedValues
      path={path}
      label={label}
      value={held}
      onChange={onChange}
      known={method.parameters.map(named)}
      isOpen={method.isOpen}
      what="argument"
      needs="The method needs"
      help={nothing ? `${method.name} takes no arguments.` : q.help}
    />
  );
}

function named(parameter: OdooParameterFact): NamedValue {
  const { name, type, required, doc } = parameter;
  const literal = literalOfParameter(parameter);
  return {
    name,
    type: type ?? null,
    required,
    literal,
    help: doc ?? null,
    blank: parameter.default ?? (literal.kind === "json" ? [] : ""),
    note: parameter.default === undefined ? undefined : `= ${pythonText(parameter.default)}`,
  };
}
