"use client";

import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { readDomainText } from "#flow/odoo-domain/read-text.ts";
import { domainText } from "#flow/odoo-domain/text.ts";
import { conditionsIn, type DomainCondition, type DomainGroup, readDomain, writtenDomain } from "#flow/odoo-domain/tree.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { textIn } from "./json.ts";
import { DomainGroupEditor } from "./odoo-domain-group.tsx";
import { type EditorProps, InsideSetting, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

const WAYS = [
  { value: "drawn" as const, label: "Conditions" },
  { value: "text" as const, label: "Text" },
];

/** Which records: conditions and groups of them, beside the domain as Odoo writes it. What cannot be drawn is edited as text and kept as it is. */
export function OdooDomainEditor(q: EditorProps & { help?: string | undefined }) {
  const { step } = usePanel();
  // what shows that a call has been done may stand in another model
  const other = q.path === "done" ? textIn(step.config, "doneModel") : "";
  if (other === "") return <DomainEditor {...q} />;
  return (
    <InsideSetting config={{ ...step.config, model: other }}>
      <DomainEditor {...q} />
    </InsideSetting>
  );
}

function DomainEditor({ path, label, value, onChange, help }: EditorProps & { help?: string | undefined }) {
  const [way, setWay] = useState<"drawn" | "text">("drawn");
  const [draft, setDraft] = useState<{ group: DomainGroup; written: string } | null>(null);
  const problems = useProblemsAt(path);
  if (isExpression(value))
    return <ValueControl path={path} label={label} literal={{ kind: "json" }} value={value} onChange={onChange} help={help ?? "A domain as Odoo writes it."} />;
  // conditions and groups that say nothing yet are not in the domain: they live here until it changes in another way
  const read = draft !== null && draft.written === JSON.stringify(value ?? []) ? draft.group : readDomain(value);
  const change = (group: DomainGroup) => {
    const domain = writtenDomain(group);
    const written = JSON.stringify(domain);
    setDraft({ group, written });
    if (written !== JSON.stringify(value ?? [])) onChange(domain.length === 0 ? undefined : domain);
  };
  const isDrawn = way === "drawn" && read !== null;
  return (
    <div className="relative">
      {read !== null && <Segmented label="How the conditions are written" className="absolute -top-1 right-0" value={way} options={WAYS} onChange={setWay} />}
      <SettingGroup path={path} label={label} help={help}>
        {isDrawn ? (
          <DomainGroupEditor pathOf={placesIn(read, { path, value })} place={null} group={read} onChange={change} />
        ) : (
          <DomainTextEditor label={label} value={value} onChange={onChange} />
        )}
        {read === null && <p className="text-12 text-ink-3">This domain holds more than conditions, so it is not drawn: it stays as it is written.</p>}
        {isDrawn && Array.isArray(value) && value.length > 0 && (
          <p role="note" aria-label="The domain as Odoo writes it" className="mono text-11 text-ink-3 [overflow-wrap:anywhere]">
            {domainText(value)}
          </p>
        )}
        <ProblemLines problems={problems} />
      </SettingGroup>
    </div>
  );
}

/** Where each condition stands in the domain: problems name these places. Conditions come in the same order, however they are grouped. */
function placesIn(group: DomainGroup, { path, value }: { path: string; value: Json | undefined }): (condition: DomainCondition) => string {
  const places = (Array.isArray(value) ? value : []).flatMap((term, index) => (Array.isArray(term) ? [index] : []));
  const conditions = conditionsIn(group);
  return (condition) => `${path}.${places[conditions.indexOf(condition)] ?? "new"}`;
}

/** JSON, or pasted from Odoo as Python writes it. What cannot be read yet stays in the field and is not taken over. */
function DomainTextEditor({ label, value, onChange }: { label: string; value: Json | undefined; onChange: (value: Json | undefined) => void }) {
  const { canEdit } = usePanel();
  const [typed, setTyped] = useState<string | null>(null);
  const held = value === undefined ? "" : JSON.stringify(value);
  const read = typed === null || typed.trim() === "" ? undefined : readDomainText(typed);
  const isCurrent = typed !== null && (!isDomain(read) || JSON.stringify(read) === held);
  const text = isCurrent
    ? typed
    : Array.isArray(value) && value.length > 0
      ? `[${value.map((term) => `\n  ${JSON.stringify(term)}`).join(",")}\n]`
      : held === "[]"
        ? ""
        : held;
  const isWrong = typed !== null && typed.trim() !== "" && isCurrent && !isDomain(read);
  return (
    <>
      <Textarea
        mono
        rows={Math.min(12, Math.max(3, text.split("\n").length))}
        aria-label={`${label}, as text`}
        spellCheck={false}
        disabled={!canEdit}
        {...(isWrong ? { "aria-invalid": true as const } : {})}
        value={text}
        placeholder={"[('state', '=', 'sale'), ('partner_id.country_id.code', '=', 'NO')]"}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readDomainText(event.target.value);
          if (event.target.value.trim() === "") onChange(undefined);
          else if (isDomain(next)) onChange(next);
        }}
      />
      {isWrong ? (
        <p className="text-12 text-technical-text">This is no domain yet, and is not taken over.</p>
      ) : (
        <p className="text-12 text-ink-3">JSON, or as Odoo shows it in its developer mode. An expression is written {'{ "$": "…" }'}.</p>
      )}
    </>
  );
}

function isDomain(value: Json | undefined): value is Json {
  return Array.isArray(value) || (value !== undefined && isExpression(value));
}
