/** What an Odoo is asked about a connection itself: what is at an address, what flows need, what its user may do, and a new key. */
import { MakeKey, ofConnection, ProbeOdoo, ReplaceKey } from "../../inputs.ts";
import { ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { given, inEnvironment, none } from "./shared.ts";

const ofKey = ofConnection.pick({ key: true });

export const odooConnections: AnyRoute[] = [
  route({
    method: "POST",
    path: "/connections/probe",
    permission: "connection.edit",
    summary: "Look whether an Odoo is at an address: version, protocol, databases; no credentials are sent",
    params: none,
    query: none,
    body: ProbeOdoo,
    run: async ({ app, actor }, { body }) => ok(await app.connections.probe(actor, body)),
  }),
  route({
    method: "GET",
    path: "/connections/{key}/needs",
    permission: "connection.read",
    summary: "Models, operations and fields that flows need of a connection to Odoo",
    params: ofKey,
    query: inEnvironment,
    run: async ({ app }, { params, query }) => ok(await app.connections.needs({ ...query, ...params })),
  }),
  route({
    method: "POST",
    path: "/connections/{key}/rights",
    permission: "connection.test",
    summary: "Ask Odoo what the connection's user may do, beside what flows need",
    params: ofKey,
    query: inEnvironment,
    run: async ({ app, actor }, { params, query }) => ok(await app.connections.rights(actor, { ...query, ...params })),
  }),
  route({
    method: "POST",
    path: "/connections/{key}/api-key",
    permission: "connection.edit",
    summary: "Replace the API key by one that works: it is tried while the old one serves",
    params: ofKey,
    query: inEnvironment,
    body: ReplaceKey.omit({ environment: true, key: true }),
    run: async ({ app, actor }, { params, query, body }) => ok(await app.connections.replaceKey(actor, given({ ...query, ...params, ...body }))),
  }),
  route({
    method: "POST",
    path: "/connections/{key}/api-key/make",
    permission: "connection.edit",
    summary: "Let Odoo make a new API key, where it lets programs do that or with the login's password",
    params: ofKey,
    query: inEnvironment,
    body: MakeKey.omit({ environment: true, key: true }),
    run: async ({ app, actor }, { params, query, body }) => ok(await app.connections.makeKey(actor, given({ ...query, ...params, ...body }))),
  }),
];
