"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { Json } from "#flow/document.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Field } from "#components/ui/field.tsx";
import { HealthLabel } from "#components/ui/health.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { isRecord, textIn } from "./json.ts";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup, SettingLabel } from "./setting.tsx";

/** A connection of the environment, with whether it answers. */
export function ConnectionEditor({ path, label, value, onChange, kind, required }: EditorProps & { kind: string; required?: boolean | undefined }) {
  const id = useId();
  const trpc = useTRPC();
  const { environment, canEdit } = usePanel();
  const list = useQuery(trpc.connections.list.queryOptions({ environment }));
  const fitting = (list.data ?? []).filter((connection) => connection.kind === kind);
  const chosen = typeof value === "string" && value !== "" ? value : null;
  const current = fitting.find((connection) => connection.key === chosen);
  const options = fitting.map((connection) => ({
    value: connection.key,
    label: connection.name,
    ...(connection.practice ? { hint: <Tag>practice</Tag> } : {}),
  }));
  if (chosen !== null && !current) options.push({ value: chosen, label: `${chosen} (not in ${environment})` });
  return (
    <div data-field={path} className="flex flex-col gap-1">
      <span className="flex items-center gap-2">
        <SettingLabel htmlFor={id} label={label} required={required} />
        {current && (
          <span className="ml-auto flex items-center gap-2">
            {current.practice && <Tag>practice</Tag>}
            <HealthLabel ok={current.health?.ok ?? null} />
          </span>
        )}
      </span>
      <Select
        id={id}
        label={label}
        disabled={!canEdit}
        value={chosen}
        options={options}
        placeholder={list.isPending ? "Reading connections" : `Choose a connection of ${environment}`}
        onChange={onChange}
      />
      {list.data && fitting.length === 0 && (
        <p className="text-12 text-ink-3">
          There is no {kind} connection in {environment} yet. An administrator makes one under Connections.
        </p>
      )}
      <ProblemLines problems={useProblemsAt(path)} />
    </div>
  );
}

const KINDS = [
  { value: "none", label: "None: anybody who knows the address" },
  { value: "bearer", label: "Bearer token" },
  { value: "basic", label: "User name and password" },
  { value: "apiKey", label: "Key in a header" },
  { value: "hmac", label: "Signature (HMAC-SHA256)" },
];

/** How a caller proves who it is. */
export function WebhookAuthEditor({
  path,
  label,
  value,
  onChange,
  required,
  help,
}: EditorProps & { required?: boolean | undefined; help?: string | undefined }) {
  const { canEdit } = usePanel();
  const held = isRecord(value) ? value : { kind: "none" };
  const kind = textIn(held, "kind") || "none";
  const set = (key: string, next: Json | undefined) =>
    onChange(Object.fromEntries(Object.entries({ ...held, [key]: next }).filter(([, each]) => each !== undefined && each !== "")) as Record<string, Json>);
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <Select
        label={label}
        disabled={!canEdit}
        value={kind}
        options={KINDS}
        onChange={(next) => onChange(next === "none" ? { kind: next } : { ...(held.secret === undefined ? {} : { secret: held.secret }), kind: next })}
      />
      {kind !== "none" && <SecretEditor path={`${path}.secret`} label="Secret" value={held.secret} onChange={(secret) => set("secret", secret)} />}
      {(kind === "hmac" || kind === "apiKey") && (
        <Field label="Header">
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={!canEdit}
              placeholder={kind === "hmac" ? "x-signature-256" : "x-api-key"}
              value={textIn(held, "header")}
              onChange={(event) => set("header", event.target.value)}
            />
          )}
        </Field>
      )}
      {kind === "hmac" && (
        <>
          <Field label="Prefix of the signature">
            {(ids) => (
              <Input
                {...ids}
                mono
                disabled={!canEdit}
                placeholder="sha256="
                value={textIn(held, "prefix")}
                onChange={(event) => set("prefix", event.target.value)}
              />
            )}
          </Field>
          <Field label="Timestamp header" help="When it is named, the signature covers timestamp.body and old requests are refused.">
            {(ids) => (
              <Input
                {...ids}
                mono
                disabled={!canEdit}
                value={textIn(held, "timestampHeader")}
                onChange={(event) => set("timestampHeader", event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <ProblemLines problems={useProblemsAt(path)} />
    </SettingGroup>
  );
}

/** Names a secret of the environment; its value is nowhere near. */
export function SecretEditor({ path, label, value, onChange }: EditorProps) {
  const id = useId();
  const trpc = useTRPC();
  const { environment, canEdit } = usePanel();
  const secrets = useQuery(trpc.connections.secrets.queryOptions({ environment }));
  const chosen = textIn(value, "secretRef") || null;
  const options = (secrets.data ?? []).map((secret) => ({ value: secret.name, label: secret.name }));
  if (chosen !== null && !options.some((option) => option.value === chosen)) options.push({ value: chosen, label: `${chosen} (not set in ${environment})` });
  return (
    <div data-field={path} className="flex flex-col gap-1">
      <SettingLabel htmlFor={id} label={label} required />
      <Select
        id={id}
        label={label}
        disabled={!canEdit}
        value={chosen}
        options={options}
        placeholder="Choose a secret"
        onChange={(secretRef) => onChange({ secretRef })}
      />
      {secrets.data?.length === 0 && <p className="text-12 text-ink-3">No secret is set in {environment}. An administrator sets one under Settings.</p>}
      <ProblemLines problems={useProblemsAt(path, true)} />
    </div>
  );
}
