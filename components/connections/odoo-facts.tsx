import type { ReactNode } from "react";
import { formatDate } from "#components/ui/format.ts";
import { Tag } from "#components/ui/tag.tsx";
import type { OdooFacts } from "#server/app.ts";

/** Who the connection's user is in Odoo and what there is, as Odoo told it. */
export function OdooFactsList({ identity, facts }: { identity: Record<string, string> | null; facts: OdooFacts | undefined }) {
  const rows = factRows(identity ?? {}, facts);
  return (
    <dl className="text-12">
      {rows.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-3 border-b border-line py-1.5 last:border-b-0">
          <dt className="shrink-0 text-ink-3">{name}</dt>
          <dd className="text-right text-ink [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const TRANSPORTS = { "json-2": "JSON-2", "json-rpc": "JSON-RPC" } as const;

function factRows(identity: Record<string, string>, facts: OdooFacts | undefined): [string, ReactNode][] {
  const { name, login, database, company, version } = identity;
  const companies = facts?.companies ?? [];
  const others = companies.filter((each) => !each.isCurrent);
  const rows: [string, ReactNode][] = [
    ["User in Odoo", name],
    ["Login", login],
    ["Database", database],
    ["Version", facts ? `${facts.version} over ${TRANSPORTS[facts.protocol]}` : version],
    ["Company", companies.find((each) => each.isCurrent)?.name ?? company],
    ["Other companies", others.length > 0 ? others.map((each) => each.name).join(", ") : null],
    ["Language", facts?.language],
    ["Time zone", facts && (facts.timeZone ?? "none: UTC")],
    ["API keys", facts?.keys && facts.keys.length > 0 ? <Keys key="keys" keys={facts.keys} /> : null],
    ["Apps", facts && <Apps key="apps" facts={facts} />],
  ];
  return rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
}

function Keys({ keys }: { keys: NonNullable<OdooFacts["keys"]> }) {
  return keys.map((key, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: keys of one name are told apart by nothing else
    <span key={index} className="block">
      {key.name} <span className="text-ink-3">{key.expiresAt ? `until ${formatDate(key.expiresAt)}` : "without an end"}</span>
    </span>
  ));
}

function Apps({ facts }: { facts: OdooFacts }) {
  if (facts.apps.length === 0) return "none that is known";
  return (
    <span
      className="flex flex-wrap justify-end gap-1"
      title={facts.appsFrom === "models" ? "Well-known apps, told by their models: this user may not read the list of modules" : undefined}
    >
      {facts.apps.map((app) => (
        <Tag key={app}>{app}</Tag>
      ))}
    </span>
  );
}
