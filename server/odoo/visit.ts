/** What is asked of an Odoo about a connection itself: what is at an address, what its user may do, and a new key. Not held back by what the connection allows flows. */
import { StepFailure } from "#flow/failure.ts";
import { UseCaseError } from "#server/deps.ts";
import type { OdooVisit, OpenConnection } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { createClients } from "./client.ts";
import { probeOdoo } from "./connect.ts";
import { makeKey } from "./keys.ts";
import { askRights } from "./rights.ts";

const LIMIT_MS = 30_000;

export function createOdooVisit(deps: { guard: Guard }): OdooVisit {
  const clientOf = createClients(deps);
  return {
    probe: (q) => probeOdoo(deps.guard, q),
    rights: (connection, q) =>
      forPeople(async (options) => {
        const client = clientOf(withoutLimits(connection));
        return { login: client.target.login, rows: await askRights(client, q, options) };
      }),
    makeKey: (connection, q) => forPeople((options) => makeKey(clientOf(withoutLimits(connection)), q, options)),
  };
}

/** The product's own questions are few and change nothing that flows are kept from. */
export function withoutLimits(connection: OpenConnection): OpenConnection {
  const { allow: _, ...config } = connection.config;
  return { ...connection, config };
}

async function forPeople<T>(work: (options: { signal: AbortSignal }) => Promise<T>): Promise<T> {
  try {
    return await work({ signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message, fix, retryable } = error.failure;
    throw new UseCaseError({ code, status: retryable ? 503 : 422, message, ...(fix === undefined ? {} : { fix }) });
  }
}
