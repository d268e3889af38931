"use client";

import type { Json } from "#flow/document.ts";
import styles from "./schema-form.module.css";

type Field = {
  name: string;
  title: string;
  description: string | null;
  kind: "text" | "date" | "number" | "integer" | "boolean" | "choice";
  choices: Json[];
  required: boolean;
  initial: Json;
};
type Values = { [key: string]: Json };

/** A form from a JSON Schema: texts, dates, numbers, yes or no, and choices. The server checks the whole schema. */
export function SchemaForm({ schema, value, onChange }: { schema: Json; value: Values; onChange: (value: Values) => void }) {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return null;
  const set = (name: string, entry: Json) => onChange({ ...value, [name]: entry });
  return (
    <fieldset className={styles.form}>
      <legend className="sr-only">Form</legend>
      {fields.map((field) => (
        <FormField key={field.name} field={field} value={entryOf(field, value)} onChange={(entry) => set(field.name, entry)} />
      ))}
    </fieldset>
  );
}

/** The first thing that keeps the form from being sent, as a sentence. */
export function formProblem(schema: Json, value: Values, purpose: string): string | null {
  const missing = fieldsOf(schema).find((field) => field.required && field.kind !== "boolean" && isBlank(entryOf(field, value)));
  return missing ? `Fill in “${missing.title}” ${purpose}.` : null;
}

/** What is sent: what was filled in over what the schema proposes; what stayed empty is left out. */
export function formValues(schema: Json, value: Values): Values {
  const entries = fieldsOf(schema).map((field) => [field.name, entryOf(field, value) ?? (field.kind === "boolean" ? false : null)] as const);
  return Object.fromEntries(entries.filter(([, entry]) => !isBlank(entry)));
}

function FormField({ field, value, onChange }: { field: Field; value: Json; onChange: (value: Json) => void }) {
  const label = `${field.title}${field.required ? " (required)" : ""}`;
  if (field.kind === "boolean") {
    return (
      <label className={styles.check}>
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
        {field.title}
      </label>
    );
  }
  if (field.kind === "choice") {
    return (
      <label>
        {label}
        <select
          value={isBlank(value) ? "" : String(value)}
          onChange={(event) => onChange(field.choices.find((choice) => String(choice) === event.target.value) ?? "")}
        >
          <option value="">Choose…</option>
          {field.choices.map((choice) => (
            <option key={String(choice)}>{String(choice)}</option>
          ))}
        </select>
        {field.description && <small>{field.description}</small>}
      </label>
    );
  }
  const isNumber = field.kind === "number" || field.kind === "integer";
  return (
    <label>
      {label}
      <input
        type={isNumber ? "number" : field.kind}
        step={field.kind === "integer" ? 1 : "any"}
        value={typeof value === "string" || typeof value === "number" ? value : ""}
        onChange={(event) => onChange(isNumber ? (event.target.value === "" ? null : event.target.valueAsNumber) : event.target.value)}
      />
      {field.description && <small>{field.description}</small>}
    </label>
  );
}

/** What was filled in, also where that is nothing, else what the schema proposes. */
function entryOf({ name, initial }: Field, value: Values): Json {
  return Object.hasOwn(value, name) ? (value[name] ?? null) : initial;
}

function isBlank(value: Json): boolean {
  return value === null || value === "";
}

function fieldsOf(schema: Json): Field[] {
  const root = objectOf(schema);
  const properties = objectOf(root?.properties ?? null);
  if (!properties) return [];
  const required = Array.isArray(root?.required) ? root.required : [];
  // the database keeps no order of names, but that of lists: what is required comes first, as its list has it
  const place = (name: string) => (required.includes(name) ? required.indexOf(name) : required.length);
  const ordered = Object.entries(properties).sort(([a], [b]) => place(a) - place(b));
  return ordered.map(([name, definition]) => {
    const own = objectOf(definition) ?? {};
    const choices = Array.isArray(own.enum) ? own.enum : [];
    return {
      name,
      title: typeof own.title === "string" ? own.title : name,
      description: typeof own.description === "string" ? own.description : null,
      kind: choices.length > 0 ? "choice" : kindOf(own),
      choices,
      required: required.includes(name),
      initial: own.default ?? null,
    };
  });
}

function kindOf({ type, format }: { [key: string]: Json }): Field["kind"] {
  if (type === "boolean" || type === "number" || type === "integer") return type;
  return format === "date" ? "date" : "text";
}

function objectOf(value: Json): { [key: string]: Json } | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}
