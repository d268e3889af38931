"use client";

import type { Json } from "#flow/document.ts";
import type { FieldHint } from "#flow/step.ts";
import { AwaitedEventEditor } from "./awaited-event-editor.tsx";
import { CodeEditor } from "./code-editor.tsx";
import { ContractEditor } from "./contract-editor.tsx";
import { CronEditor } from "./cron-editor.tsx";
import { ConnectionEditor, SecretEditor, WebhookAuthEditor } from "./connection-editors.tsx";
import { FlowEditor } from "./flow-editor.tsx";
import { FlowInputEditor } from "./flow-input-editor.tsx";
import { FormSchemaEditor } from "./form-schema-editor.tsx";
import { AssigneesEditor } from "./assignees-editor.tsx";
import { CasesEditor, FactsEditor, KeyValuesEditor, MapFieldsEditor, PolicyEditor } from "./list-editors.tsx";
import { MeasuresEditor } from "./measures-editor.tsx";
import { OdooDomainEditor } from "./odoo-domain-editor.tsx";
import { OdooFieldListEditor, OdooFieldsEditor, OdooMatchEditor, OdooModelEditor } from "./odoo-editors.tsx";
import { OdooArgumentsEditor } from "./odoo-arguments-editor.tsx";
import { OdooMethodEditor } from "./odoo-method-editor.tsx";
import { RateEditor } from "./rate-editor.tsx";
import { RespondEditor } from "./respond-editor.tsx";
import { SchemaEditor } from "./schema-editor.tsx";
import { SourceEditor } from "./source-editor.tsx";
import { TopicEditor } from "./topic-editor.tsx";
import { ValueControl } from "./value-control.tsx";

type Props = { hint: FieldHint; value: Json | undefined; onChange: (value: Json | undefined) => void };

/** The editor of one setting, as its step type describes it. */
export function SettingEditor({ hint, value, onChange }: Props) {
  const { key: path, label, required = false, help, placeholder } = hint;
  const common = { path, label, value, onChange };
  const more = { ...common, required, ...(help === undefined ? {} : { help }) };
  const text = { ...more, ...(placeholder === undefined ? {} : { placeholder }) };
  switch (hint.control) {
    case "cron":
      return <CronEditor {...text} />;
    case "topic":
      return <TopicEditor {...text} />;
    case "text":
      return <ValueControl {...text} literal={{ kind: "text" }} />;
    case "odoo-method":
      return <OdooMethodEditor {...common} required={required} />;
    case "odoo-arguments":
      return <OdooArgumentsEditor {...more} />;
    case "long-text":
      return <ValueControl {...text} literal={{ kind: "long-text" }} />;
    case "number":
      return <ValueControl {...text} literal={{ kind: "number" }} />;
    case "boolean":
      return <ValueControl {...text} literal={{ kind: "yes-no" }} />;
    case "contract":
      return <ContractEditor {...more} />;
    case "json-schema":
      return <SchemaEditor {...text} />;
    case "json":
      return <ValueControl {...text} literal={{ kind: "json" }} />;
    case "duration":
      return (
        <ValueControl
          {...text}
          literal={{ kind: "text" }}
          placeholder={placeholder ?? "PT4H"}
          help={help ?? "As ISO 8601: PT30M is half an hour, PT4H four hours, P2D two days."}
        />
      );
    case "expression":
    case "condition":
    case "key":
      return <ValueControl {...text} always literal={{ kind: "text" }} />;
    case "select":
      return <ValueControl {...text} literal={{ kind: "choice", options: hint.options ?? [] }} />;
    case "flow":
      return <FlowEditor {...text} />;
    case "flow-input":
      return <FlowInputEditor {...more} />;
    case "secret":
      return <SecretEditor {...common} />;
    case "connection":
      return <ConnectionEditor {...common} required={required} kind={hint.connectionKind ?? "http"} />;
    case "odoo-model":
      return <OdooModelEditor {...common} required={required} />;
    case "odoo-fields":
      return <OdooFieldsEditor {...common} required={required} />;
    case "odoo-field-list":
      return <OdooFieldListEditor {...common} required={required} />;
    case "odoo-domain":
      return <OdooDomainEditor {...common} help={help} />;
    case "odoo-match":
      return <OdooMatchEditor {...more} />;
    case "map-fields":
      return <MapFieldsEditor {...more} />;
    case "item-condition":
    case "item-expression":
      return <ValueControl {...text} always live={false} literal={{ kind: "text" }} />;
    case "measures":
      return <MeasuresEditor {...more} />;
    case "code":
      return <CodeEditor {...more} />;
    case "cases":
      return <CasesEditor {...more} />;
    case "facts":
      return <FactsEditor {...more} />;
    case "key-values":
      return <KeyValuesEditor {...more} />;
    case "assignees":
      return <AssigneesEditor {...more} />;
    case "policy":
      return <PolicyEditor {...common} />;
    case "webhook-auth":
      return <WebhookAuthEditor {...more} />;
    case "awaited-event":
      return <AwaitedEventEditor {...common} />;
    case "odoo-source":
      return <SourceEditor {...more} />;
    case "rate":
      return <RateEditor {...more} />;
    case "form-schema":
      return <FormSchemaEditor {...text} />;
    case "respond":
      return <RespondEditor {...more} />;
    default: {
      const unknown: never = hint.control;
      return unknown;
    }
  }
}
