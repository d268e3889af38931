"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { ConnectionKind, ConnectionView } from "#server/app.ts";
import { FORMS, type FormField, PRIVATE, type Values } from "./kinds.ts";

type Hints = ConnectionView["secretHints"];

/** The settings of a connection. Secrets that are stored show their last four characters and nothing else. */
export function ConnectionForm({
  kind,
  values,
  onChange,
  hints = {},
  disabled = false,
}: {
  kind: ConnectionKind;
  values: Values;
  onChange: (values: Values) => void;
  hints?: Hints;
  disabled?: boolean;
}) {
  const shown = [...FORMS[kind], PRIVATE].filter((field) => !field.when || field.when(values));
  return shown.map((field) => (
    <FormRow
      key={field.name}
      field={field}
      value={values[field.name]}
      hint={hints[field.name]}
      disabled={disabled}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
    />
  ));
}

function FormRow({
  field,
  value,
  hint,
  disabled,
  onChange,
}: {
  field: FormField;
  value: string | boolean | undefined;
  hint: Hints[string] | undefined;
  disabled: boolean;
  onChange: (value: string | boolean) => void;
}) {
  if (field.kind === "yes-no")
    return (
      <div>
        <Switch checked={value === true} onChange={onChange} disabled={disabled}>
          {field.label}
        </Switch>
        {field.help && <p className="mt-1 text-12 text-ink-3">{field.help}</p>}
        {field.warning && value === true && !disabled && (
          <Note tone="warn" announce="status" className="mt-1.5">
            {field.warning}
          </Note>
        )}
      </div>
    );
  return (
    <Field label={field.label} required={field.required ?? false} help={field.help}>
      {(ids) =>
        field.kind === "choice" ? (
          <Select
            {...ids}
            disabled={disabled}
            value={typeof value === "string" ? value : (field.options?.[0]?.value ?? null)}
            options={field.options ?? []}
            onChange={onChange}
          />
        ) : (
          <Input
            {...ids}
            disabled={disabled}
            type={field.kind === "secret" ? "password" : "text"}
            inputMode={field.kind === "number" ? "numeric" : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={hint ? `•••• ${hint.last4}  stays unless you type a new one` : field.placeholder}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
