/** A route of the public surface: its address, its permission, what it takes and what it does. Dispatch, permission check and OpenAPI read the same table. */
import { z } from "zod";
import type { Permission } from "#server/access/permissions.ts";
import type { Actor, App } from "#server/app.ts";
import type { Engine } from "#server/deps.ts";

export type RestContext = { app: App; actor: Actor; engine: Pick<Engine, "waitFor"> };

/** What a route answers; a string is sent as it is. */
export type Answer = { status: number; body: unknown; type?: string };

export type Route<P = unknown, Q = unknown, B = unknown> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** /flows/{key} */
  path: string;
  permission: Permission;
  summary: string;
  params: z.ZodType<P>;
  query: z.ZodType<Q>;
  /** absent: no body. A body of plain text (`flowFile`) is read by the route, every other one is JSON */
  body?: z.ZodType<B>;
  run: (context: RestContext, input: { params: P; query: Q; body: B }) => Promise<Answer>;
};

export type AnyRoute = Route<never, never, never>;

/** Keeps the types of one route together; the table forgets them. */
export function route<P, Q, B>(definition: Route<P, Q, B>): AnyRoute {
  return definition as unknown as AnyRoute;
}

/** JSON or YAML, as text: where it is wrong is told in a flow's own terms. */
export const flowFile = z.string();

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const done = (): Answer => ({ status: 204, body: null });
