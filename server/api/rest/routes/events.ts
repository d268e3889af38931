/** Events from outside, and the two logs. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { EnvironmentName } from "../../inputs.ts";
import { ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { cursor, environment, given, inEnvironment, none } from "./shared.ts";

export const events: AnyRoute[] = [
  route({
    method: "POST",
    path: "/events",
    permission: "run.start",
    summary: "Publish an event; every subscribed flow gets a run",
    params: none,
    query: inEnvironment,
    body: z.object({ topic: z.string().min(1).max(200), key: z.string().max(500).optional(), payload: Json }),
    run: async ({ app, actor }, { query, body }) => {
      const { key, ...event } = body;
      return { status: 201, body: await app.events.publish(actor, { ...query, ...event, ...(key === undefined ? {} : { key }) }) };
    },
  }),
  route({
    method: "GET",
    path: "/events",
    permission: "run.read",
    summary: "The log of events",
    params: none,
    query: z.object({ environment, topic: z.string().max(200).optional(), cursor }),
    run: async ({ app }, { query }) => ok(await app.events.list(given(query))),
  }),
  route({
    method: "GET",
    path: "/audit",
    permission: "audit.read",
    summary: "Who changed what",
    params: none,
    query: z.object({
      cursor,
      subjectKind: z.string().max(80).optional(),
      subjectId: z.string().max(200).optional(),
      actorId: z.string().max(200).optional(),
      environment: EnvironmentName.optional(),
    }),
    run: async ({ app }, { query }) => ok(await app.audit.list(given(query))),
  }),
];
