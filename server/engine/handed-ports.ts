/** The ports that a step declared. It gets no others: using one that it did not declare is a fault of the step type, and is told so. */
import { technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { PortName, Ports } from "#flow/ports.ts";

export function handed(ports: Ports, uses: readonly PortName[]): Ports {
  return {
    odoo: uses.includes("odoo")
      ? ports.odoo
      : {
          create: refused("odoo"),
          upsert: refused("odoo"),
          update: refused("odoo"),
          writeList: refused("odoo"),
          search: refused("odoo"),
          report: refused("odoo"),
          call: refused("odoo"),
          resolve: refused("odoo"),
          preview: refused("odoo"),
        },
    http: uses.includes("http") ? ports.http : { send: refused("http") },
    mail: uses.includes("mail") ? ports.mail : { send: refused("mail") },
    events: uses.includes("events") ? ports.events : { publish: refused("events"), hear: refused("events") },
    flows: uses.includes("flows") ? ports.flows : { call: refused("flows") },
    code: uses.includes("code") ? ports.code : { run: refused("code") },
    schema: uses.includes("schema")
      ? ports.schema
      : {
          check: () => {
            throw undeclared("schema");
          },
        },
  };
}

function refused(port: PortName): () => Promise<never> {
  return async () => {
    throw undeclared(port);
  };
}

function undeclared(port: PortName): StepFailure {
  return technical("internal", "step.port", `A step used the port ${port} without declaring it.`, { fix: "This is a fault of the step type: report it." });
}
