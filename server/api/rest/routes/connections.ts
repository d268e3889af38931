/** Connections: secrets go in and never come out. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { ConnectionKind, Key } from "../../inputs.ts";
import { done, ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { environment, inEnvironment, none } from "./shared.ts";

const ofKey = z.object({ key: Key });

export const connections: AnyRoute[] = [
  route({
    method: "GET",
    path: "/connections",
    permission: "connection.read",
    summary: "Connections with their health; secrets as their last four characters",
    params: none,
    query: inEnvironment,
    run: async ({ app }, { query }) => ok({ items: await app.connections.list(query), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/connections",
    permission: "connection.edit",
    summary: "Create a connection",
    params: none,
    query: none,
    body: z.object({
      key: Key,
      kind: ConnectionKind,
      environment,
      name: z.string().max(160).optional(),
      config: z.record(z.string(), Json),
      secrets: z.record(z.string(), z.string().max(64_000)).default({}),
    }),
    run: async ({ app, actor }, { body }) => {
      const { name, ...q } = body;
      return { status: 201, body: await app.connections.create(actor, { ...q, ...(name === undefined ? {} : { name }) }) };
    },
  }),
  route({
    method: "GET",
    path: "/connections/{key}",
    permission: "connection.read",
    summary: "A connection",
    params: ofKey,
    query: inEnvironment,
    run: async ({ app }, { params, query }) => ok(await app.connections.get({ ...query, ...params })),
  }),
  route({
    method: "PATCH",
    path: "/connections/{key}",
    permission: "connection.edit",
    summary: "Change a connection; settings and secrets that are left out stay",
    params: ofKey,
    query: inEnvironment,
    body: z.object({
      name: z.string().max(160).optional(),
      config: z.record(z.string(), Json).optional(),
      secrets: z.record(z.string(), z.string().max(64_000)).optional(),
    }),
    run: async ({ app, actor }, { params, query, body }) => {
      const { name, config, secrets } = body;
      const q = {
        ...query,
        ...params,
        ...(name === undefined ? {} : { name }),
        ...(config === undefined ? {} : { config }),
        ...(secrets === undefined ? {} : { secrets }),
      };
      return ok(await app.connections.update(actor, q));
    },
  }),
  route({
    method: "DELETE",
    path: "/connections/{key}",
    permission: "connection.edit",
    summary: "Remove a connection that no deployed flow uses",
    params: ofKey,
    query: inEnvironment,
    run: async ({ app, actor }, { params, query }) => {
      await app.connections.remove(actor, { ...query, ...params });
      return done();
    },
  }),
  route({
    method: "POST",
    path: "/connections/{key}/test",
    permission: "connection.test",
    summary: "Ask the other system who we are there",
    params: ofKey,
    query: inEnvironment,
    run: async ({ app, actor }, { params, query }) => ok(await app.connections.test(actor, { ...query, ...params })),
  }),
];
