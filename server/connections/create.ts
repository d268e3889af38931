/** The room of connections, secrets and variables, each kept per environment. Secrets go in and never come out: screens see their last four characters. */
import type { Connections, LiveMessage, OdooMetadata } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Announce, Clock, ConnectionTester, OdooVisit, PracticeOdoo, RecordAudit, Vault } from "#server/deps.ts";
import { UseCaseError } from "#server/deps.ts";
import { compareRights, needsOf } from "./access.ts";
import { createConnection, mayOpenPrivate, removeConnection, updateConnection } from "./change.ts";
import { makeKey, replaceKey } from "./keys.ts";
import { createIsPractice } from "./practice.ts";
import type { ForgetfulSource } from "./source.ts";
import { testConnection, tryOut } from "./test-connection.ts";
import { listSecrets, listVariables, putSecret, putVariable } from "./values.ts";
import { getConnection, listConnections } from "./view.ts";

export type ConnectionsDeps = {
  pool: Pool;
  vault: Vault;
  source: ForgetfulSource;
  test: ConnectionTester;
  visit: OdooVisit;
  odoo: Pick<OdooMetadata, "fields">;
  practice: Pick<PracticeOdoo, "fault" | "setFault">;
  audit: RecordAudit;
  announce: Announce;
  clock: Clock;
  publicUrl: string;
};

/** The same, with what every use case asks for. */
export type ConnectionsRoom = ConnectionsDeps & { isPractice: ReturnType<typeof createIsPractice>; forget: (q: { environment: string; key: string }) => void };

export function createConnections(deps: ConnectionsDeps): Connections {
  const room: ConnectionsRoom = {
    ...deps,
    isPractice: createIsPractice(deps.publicUrl),
    // the announcement reaches every process, and this one too late for the answer that it is about to give
    forget: (q) => deps.source.forget({ kind: "connection", ...q } satisfies LiveMessage),
  };
  return {
    list: (q) => listConnections(room, q),
    get: (q) => getConnection(room, q),
    create: (actor, q) => createConnection(room, actor, q),
    update: (actor, q) => updateConnection(room, actor, q),
    remove: (actor, q) => removeConnection(room, actor, q),
    test: (_actor, q) => testConnection(room, q),
    probe: async (actor, q) => {
      mayOpenPrivate(actor, q, {});
      return deps.visit.probe(q);
    },
    tryOut: (actor, q) => tryOut(room, actor, q),
    replaceKey: (actor, q) => replaceKey(room, actor, q),
    makeKey: (actor, q) => makeKey(room, actor, q),
    needs: (q) => needsOf(room, q),
    rights: (_actor, q) => compareRights(room, q),
    secrets: (q) => listSecrets(room, q),
    putSecret: (actor, q) => putSecret(room, actor, q),
    variables: (q) => listVariables(room, q),
    putVariable: (actor, q) => putVariable(room, actor, q),
    setPracticeFault: async (actor, q) => {
      const connection = await practiceOdoo(room, q);
      const before = await deps.practice.fault();
      await deps.practice.setFault(q.fault);
      await deps.audit({
        actor,
        action: "connection.fault_switched",
        subject: { kind: "connection", id: q.key, name: connection.name },
        environment: q.environment,
        detail: { before, after: q.fault },
      });
      await deps.announce({ kind: "connection", key: q.key, environment: q.environment });
    },
    practiceFault: async (q) => {
      await practiceOdoo(room, q);
      return deps.practice.fault();
    },
  };
}

async function practiceOdoo(room: ConnectionsRoom, q: { environment: string; key: string }) {
  const connection = await getConnection(room, q);
  if (connection.kind !== "odoo" || !connection.practice) {
    throw new UseCaseError({
      code: "connection.not_practice",
      status: 409,
      message: `Connection ${connection.name} is not the practice Odoo; faults can be switched on only there.`,
      fix: "Choose a connection that is labelled as practice.",
    });
  }
  return connection;
}
