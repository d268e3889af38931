/** The outside world of one environment, and the test that fits a connection's kind. */
import type { CodePort, HttpPort, MailPort, OdooPort, SchemaPort } from "#flow/ports.ts";
import type { EnvironmentKey } from "./app.ts";
import type { ConnectionTester, PortsFor } from "./deps.ts";

type For<Port> = (environment: EnvironmentKey) => Port;

export function createPortsFor(q: { odoo: For<OdooPort>; http: For<HttpPort>; mail: For<MailPort>; code: CodePort; schema: SchemaPort }): PortsFor {
  const { code, schema } = q;
  const known = new Map<EnvironmentKey, ReturnType<PortsFor>>();
  return (environment) => {
    const ports = known.get(environment) ?? { odoo: q.odoo(environment), http: q.http(environment), mail: q.mail(environment), code, schema };
    known.set(environment, ports);
    return ports;
  };
}

export function createConnectionTester(q: { odoo: ConnectionTester; http: ConnectionTester; smtp: ConnectionTester }): ConnectionTester {
  return (connection) => q[connection.kind](connection);
}
