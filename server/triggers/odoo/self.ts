/** Who we are in an Odoo: the user that a connection's key belongs to. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { PortsFor } from "../../deps.ts";

/** Null where the connection may not ask. @throws StepFailure where Odoo is away */
export type SelfOf = (q: { environment: string; connection: string }) => Promise<number | null>;

const KNOWN_MS = 600_000;
const LIMIT_MS = 30_000;
const Who = z.object({ uid: z.number() });

export function createSelf({ portsFor }: { portsFor: PortsFor }): SelfOf {
  const known = new Map<string, { until: number; uid: Promise<number | null> }>();
  const ask: SelfOf = async ({ environment, connection }) => {
    const options = { signal: AbortSignal.timeout(LIMIT_MS), note: () => undefined };
    try {
      return Who.parse(await portsFor(environment).odoo.call({ connection, model: "res.users", method: "context_get", args: {} }, options)).uid;
    } catch (error) {
      if (error instanceof StepFailure && error.failure.kind === "authorization") return null;
      throw error;
    }
  };
  return (q) => {
    const name = JSON.stringify([q.environment, q.connection]);
    const kept = known.get(name);
    if (kept && kept.until > performance.now()) return kept.uid;
    const uid = ask(q);
    known.set(name, { until: performance.now() + KNOWN_MS, uid });
    uid.catch(() => known.delete(name));
    return uid;
  };
}
