/** Connections to the built-in Odoo and mailbox. Their addresses change from start to start: the port may be another one. */
import type { Json } from "#flow/document.ts";
import type { App, ConnectionView } from "#server/app.ts";
import type { PracticeMail, PracticeOdoo } from "#server/deps.ts";
import { PRACTICE_MARK, practiceOdooUrl } from "#server/connections/practice.ts";
import { DEMO_DOMAIN, SYSTEM } from "./people.ts";

export type PracticeSystems = {
  app: Pick<App, "access" | "connections">;
  practice: Pick<PracticeOdoo, "apiKey" | "database" | "login">;
  mail: Pick<PracticeMail, "port">;
  publicUrl: string;
};

/** Brings the practice connections that there are up to date; makes none. */
export async function refreshPractice(q: PracticeSystems): Promise<void> {
  for (const environment of await q.app.access.environments()) {
    for (const connection of await q.app.connections.list({ environment: environment.key })) {
      const wanted = connection.practice ? systems(q)[connection.key] : undefined;
      if (wanted === undefined || wanted.kind !== connection.kind || isCurrent(connection, wanted)) continue;
      await q.app.connections.update(SYSTEM, { environment: environment.key, key: connection.key, config: addressOf(wanted), secrets: wanted.secrets });
      await q.app.connections.test(SYSTEM, { environment: environment.key, key: connection.key });
    }
  }
}

/** Makes those that are missing, in every environment, and tests them. */
export async function seedPractice(q: PracticeSystems): Promise<void> {
  for (const { key: environment } of await q.app.access.environments()) {
    const there = await q.app.connections.list({ environment });
    for (const [key, wanted] of Object.entries(systems(q))) {
      if (there.some((connection) => connection.key === key)) continue;
      await q.app.connections.create(SYSTEM, { environment, key, ...wanted });
      await q.app.connections.test(SYSTEM, { environment, key });
    }
  }
}

type Wanted = { kind: "odoo" | "smtp"; name: string; config: Record<string, Json>; secrets: Record<string, string> };

function systems({ practice, mail, publicUrl }: PracticeSystems): Record<string, Wanted> {
  return {
    odoo: {
      kind: "odoo",
      name: "Practice Odoo",
      config: { url: practiceOdooUrl(publicUrl), database: practice.database, login: practice.login, allowPrivate: true, [PRACTICE_MARK]: true },
      secrets: { apiKey: practice.apiKey },
    },
    mail: {
      kind: "smtp",
      name: "Practice mailbox",
      config: { host: "127.0.0.1", port: mail.port, secure: false, from: `Throughline <flows@${DEMO_DOMAIN}>`, allowPrivate: true, [PRACTICE_MARK]: true },
      secrets: {},
    },
  };
}

const ADDRESS = ["url", "database", "login", "host", "port"];

/** Where it is; what else a person has set stays. */
function addressOf(wanted: Wanted): Record<string, Json> {
  return Object.fromEntries(Object.entries(wanted.config).filter(([name]) => ADDRESS.includes(name) || name === PRACTICE_MARK));
}

function isCurrent(connection: ConnectionView, wanted: Wanted): boolean {
  if (ADDRESS.some((name) => (connection.config[name] ?? null) !== (wanted.config[name] ?? null))) return false;
  const key = wanted.secrets.apiKey;
  return key === undefined || connection.secretHints.apiKey?.last4 === key.slice(-4);
}
