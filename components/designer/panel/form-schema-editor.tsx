"use client";

import { type ReactNode, useState } from "react";
import { SchemaForm } from "#components/ui/schema-form.tsx";
import type { Json } from "#flow/document.ts";
import { isRecord } from "./json.ts";
import type { EditorProps } from "./panel-context.tsx";
import { ValueControl } from "./value-control.tsx";

/** The fields of a form as a schema, and below it the form as people will see it. */
export function FormSchemaEditor(q: EditorProps & { help?: ReactNode; placeholder?: string; required?: boolean }) {
  const [filled, setFilled] = useState<{ [key: string]: Json }>({});
  const properties = isRecord(q.value) && isRecord(q.value.properties) ? Object.keys(q.value.properties) : [];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ValueControl {...q} literal={{ kind: "json" }} />
      <section aria-label="The form as people see it" className="rounded-2 border border-line bg-surface-2 p-3">
        <h3 className="mb-2 text-11 font-medium text-ink-3">As people see it; nothing is sent from here</h3>
        {properties.length === 0 ? (
          <p className="text-12 text-ink-3">It has no fields: whoever presses the button starts the run.</p>
        ) : (
          <SchemaForm schema={q.value ?? null} value={filled} onChange={setFilled} />
        )}
      </section>
    </div>
  );
}
