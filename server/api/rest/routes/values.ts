/** Secrets, which are write-only, and variables: per environment. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { Key, PutVariable } from "../../inputs.ts";
import { done, ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { inEnvironment, none } from "./shared.ts";

export const values: AnyRoute[] = [
  route({
    method: "GET",
    path: "/secrets",
    permission: "settings.read",
    summary: "Names of secrets; their values never leave",
    params: none,
    query: inEnvironment,
    run: async ({ app }, { query }) => ok({ items: await app.connections.secrets(query), nextCursor: null }),
  }),
  route({
    method: "PUT",
    path: "/secrets/{name}",
    permission: "secret.edit",
    summary: "Set a secret",
    params: z.object({ name: Key }),
    query: inEnvironment,
    body: z.object({ value: z.string().min(1).max(64_000) }),
    run: async ({ app, actor }, { params, query, body }) => {
      await app.connections.putSecret(actor, { ...query, ...params, ...body });
      return done();
    },
  }),
  route({
    method: "GET",
    path: "/vars",
    permission: "settings.read",
    summary: "Variables",
    params: none,
    query: inEnvironment,
    run: async ({ app }, { query }) => ok({ items: await app.connections.variables(query), nextCursor: null }),
  }),
  route({
    method: "PUT",
    path: "/vars/{name}",
    permission: "connection.edit",
    summary: "Set a variable",
    params: PutVariable.pick({ name: true }),
    query: inEnvironment,
    body: z.object({ value: Json }),
    run: async ({ app, actor }, { params, query, body }) => {
      await app.connections.putVariable(actor, { ...query, ...params, ...body });
      return done();
    },
  }),
];
