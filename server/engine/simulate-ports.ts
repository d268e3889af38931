/** Ports for dry runs: they read and never write. A step that tries to act through them has a bug, and is told so. */
import { technical } from "#flow/failure.ts";
import type { Ports } from "#flow/ports.ts";

export function readOnly(ports: Omit<Ports, "events" | "flows">): Ports {
  return {
    odoo: {
      search: ports.odoo.search,
      preview: ports.odoo.preview,
      report: (call, options) => ports.odoo.report({ ...call, isDry: true }, options),
      resolve: (call, options) => ports.odoo.resolve({ ...call, isDry: true }, options),
      create: () => refused("Odoo create"),
      upsert: () => refused("Odoo upsert"),
      update: () => refused("Odoo update"),
      writeList: () => refused("Odoo write"),
      // a method may do anything, whatever its name says
      call: () => refused("Odoo call"),
    },
    http: { send: (call, options) => (call.method === "GET" || call.method === "HEAD" ? ports.http.send(call, options) : refused(`HTTP ${call.method}`)) },
    mail: { send: () => refused("mail") },
    events: { publish: () => refused("event"), hear: async () => ({ state: "waiting", until: null }) },
    flows: { call: () => refused("sub-flow") },
    code: ports.code,
    schema: ports.schema,
  };
}

async function refused(what: string): Promise<never> {
  throw technical("internal", "simulate.write", `A step tried to act (${what}) during a dry run; it was stopped before anything happened.`, {
    fix: "This is a fault of the step type: report it.",
  });
}
