"use client";

import type { Json } from "#flow/document.ts";
import { ConnectionEditor } from "./connection-editors.tsx";
import { isRecord } from "./json.ts";
import { OdooDomainEditor } from "./odoo-domain-editor.tsx";
import { OdooFieldListEditor, OdooModelEditor } from "./odoo-editors.tsx";
import type { EditorProps } from "./panel-context.tsx";
import { InsideSetting, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

const ORDERS = [
  { value: "id asc", label: "Oldest first" },
  { value: "id desc", label: "Newest first" },
];

/** The search whose records a frame takes through, a page at a time. */
export function SourceEditor({ path, label, value, onChange, help }: EditorProps & { help?: string | undefined }) {
  const held = isRecord(value) ? value : {};
  const setting = (key: string, called: string) => ({
    path: `${path}.${key}`,
    label: called,
    value: held[key],
    onChange: (next: Json | undefined) => {
      const { [key]: _, ...rest } = held;
      onChange(next === undefined ? rest : { ...rest, [key]: next });
    },
  });
  return (
    <SettingGroup path={path} label={label} help={help}>
      <InsideSetting config={held}>
        <ConnectionEditor {...setting("connection", "Odoo")} required kind="odoo" />
        <OdooModelEditor {...setting("model", "Model")} required />
        <OdooDomainEditor {...setting("domain", "Only records where")} />
        <OdooFieldListEditor {...setting("fields", "Fields to read")} required />
        <ValueControl {...setting("order", "Order")} literal={{ kind: "choice", options: ORDERS }} />
        <ValueControl {...setting("page", "Records of a page")} literal={{ kind: "number" }} placeholder="200" />
      </InsideSetting>
      <ProblemLines problems={useProblemsAt(path)} />
    </SettingGroup>
  );
}
