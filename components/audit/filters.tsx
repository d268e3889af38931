"use client";

import { X } from "lucide-react";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";

/** As they stand in the address. `all` is no filter. */
export type AuditFilters = { kind: string; who: string; where: string; subject: { id: string; name: string } | null };

const KINDS = [
  { value: "all", label: "Everything" },
  { value: "flow", label: "Flows" },
  { value: "connection", label: "Connections" },
  { value: "secret", label: "Secrets" },
  { value: "variable", label: "Variables" },
  { value: "approval", label: "Approvals" },
  { value: "run", label: "Runs" },
  { value: "event", label: "Events" },
  { value: "contract", label: "Contracts" },
  { value: "ownership", label: "Ownership" },
  { value: "person", label: "People" },
  { value: "api-key", label: "API keys" },
  { value: "environment", label: "Environments" },
];

export function readFilters(address: URLSearchParams): AuditFilters {
  const kind = KINDS.find((each) => each.value === address.get("kind"))?.value ?? "all";
  const id = address.get("subject");
  return {
    kind,
    who: address.get("who") ?? "all",
    where: address.get("where") ?? "all",
    subject: id !== null && kind !== "all" ? { id, name: address.get("name") ?? id } : null,
  };
}

export function writeFilters(filters: AuditFilters): string {
  const address = new URLSearchParams();
  for (const name of ["kind", "who", "where"] as const) if (filters[name] !== "all") address.set(name, filters[name]);
  if (filters.subject && filters.kind !== "all") {
    address.set("subject", filters.subject.id);
    address.set("name", filters.subject.name);
  }
  return `?${address}`;
}

export function isFiltered(filters: AuditFilters): boolean {
  return filters.kind !== "all" || filters.who !== "all" || filters.where !== "all";
}

export function Filters({
  filters,
  people,
  environments,
  onChange,
}: {
  filters: AuditFilters;
  people: { id: string; name: string }[];
  environments: { key: string; name: string }[];
  onChange: (filters: AuditFilters) => void;
}) {
  const who = [
    { value: "all", label: "Everybody" },
    ...people.map((person) => ({ value: person.id, label: person.name })),
    { value: "system", label: "The product" },
  ];
  // an address may name somebody who is no person here: an API key
  const isKnown = who.some((each) => each.value === filters.who);
  return (
    <div className="flex flex-wrap items-center gap-2 max-md:w-full">
      {filters.subject && (
        <span className="flex h-(--control) min-w-0 items-center gap-1 rounded-2 bg-accent-soft pr-1 pl-2.5 text-12 text-accent-text">
          <span className="max-w-52 truncate">Only {filters.subject.name}</span>
          <IconButton label="Show all again" size="sm" onClick={() => onChange({ ...filters, subject: null })}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      )}
      <Select
        label="What was changed"
        className="w-36"
        value={filters.kind}
        options={KINDS}
        onChange={(kind) => onChange({ ...filters, kind, subject: null })}
      />
      <Select
        label="Who changed it"
        className="w-40"
        value={filters.who}
        options={isKnown ? who : [...who, { value: filters.who, label: "One API key" }]}
        onChange={(next) => onChange({ ...filters, who: next })}
      />
      <Select
        label="Where"
        className="w-36"
        value={filters.where}
        options={[{ value: "all", label: "Everywhere" }, ...environments.map((each) => ({ value: each.key, label: each.name || environmentName(each.key) }))]}
        onChange={(where) => onChange({ ...filters, where })}
      />
    </div>
  );
}
