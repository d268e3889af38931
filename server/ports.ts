/** The outside world of one environment, and the test that fits a connection's kind. */
import type { HttpPort, MailPort, OdooPort } from "#flow/ports.ts";
import type { EnvironmentKey } from "./app.ts";
import type { ConnectionTester, PortsFor } from "./deps.ts";

type For<Port> = (environment: EnvironmentKey) => Port;

export function createPortsFor(q: { odoo: For<OdooPort>; http: For<HttpPort>; mail: For<MailPort> }): PortsFor {
  const known = new Map<EnvironmentKey, ReturnType<PortsFor>>();
  return (environment) => {
    const ports = known.get(environment) ?? { odoo: q.odoo(environment), http: q.http(environment), mail: q.mail(environment) };
    known.set(environment, ports);
    return ports;
  };
}

export function createConnectionTester(q: { odoo: ConnectionTester; http: ConnectionTester; smtp: ConnectionTester }): ConnectionTester {
  return (connection) => q[connection.kind](connection);
}
