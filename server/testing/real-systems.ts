/** An Odoo and a mailbox that a test's engine speaks to as the product does, in its own process and in those that it starts. */
import { z } from "zod";
import type { OdooPort, MailPort } from "#flow/ports.ts";
import type { Gates, OpenConnection } from "../deps.ts";
import type { createGuard } from "../http/guard.ts";
import { createMailPort } from "../mail/port.ts";
import { createOdooPort } from "../odoo/port.ts";

export const RealSystems = z.object({
  odoo: z.object({ url: z.string(), database: z.string(), login: z.string(), apiKey: z.string() }),
  /** port of a mailbox on this machine */
  mail: z.number(),
});
export type RealSystems = z.infer<typeof RealSystems>;

type Speaking = { guard: ReturnType<typeof createGuard>; gates: Gates };

export function odooOf({ odoo: { apiKey, ...config } }: RealSystems): OpenConnection {
  return { environment: "production", key: "odoo", kind: "odoo", name: "Odoo", config: { ...config, allowPrivate: true }, secrets: { apiKey } };
}

export function portsOf(real: RealSystems, { guard, gates }: Speaking): { odoo: OdooPort; mail: MailPort } {
  const odoo = odooOf(real);
  const mail: OpenConnection = {
    environment: "production",
    key: "mail",
    kind: "smtp",
    name: "Mail",
    config: { host: "127.0.0.1", port: real.mail, secure: false, from: "flows@halvorsen.example", allowPrivate: true },
    secrets: {},
  };
  return {
    odoo: createOdooPort({ guard, gates, connections: { get: async () => odoo } })("production"),
    mail: createMailPort({ guard, connections: { get: async () => mail } })("production"),
  };
}
