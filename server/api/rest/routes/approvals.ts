/** Approvals: one per visit of a step; whoever decides says what they saw. */
import { z } from "zod";
import { UseCaseError } from "#server/deps.ts";
import { Decide, EnvironmentName } from "../../inputs.ts";
import { ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { cursor, given, none, ofId } from "./shared.ts";

export const approvals: AnyRoute[] = [
  route({
    method: "GET",
    path: "/approvals",
    permission: "approval.read",
    summary: "Approvals, open or done",
    params: none,
    query: z.object({
      environment: EnvironmentName.optional(),
      state: z.enum(["open", "done"]).default("open"),
      assignee: z.string().max(300).optional(),
      cursor,
    }),
    run: async ({ app, actor }, { query }) => {
      const page = await app.approvals.list(actor, given(query));
      return ok({ items: page.items, nextCursor: page.nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/approvals/{id}",
    permission: "approval.read",
    summary: "An approval with its facts and what would change",
    params: ofId,
    query: none,
    run: async ({ app, actor }, { params }) => ok(await app.approvals.get(actor, params)),
  }),
  route({
    method: "POST",
    path: "/approvals/{id}/decisions",
    permission: "approval.decide",
    summary: "Decide; `seen` is what the approval showed",
    params: ofId,
    query: none,
    body: Decide.omit({ id: true }),
    run: async ({ app, actor }, { params, body }) => {
      const { reason, form, ...decision } = body;
      const result = await app.approvals.decide(actor, {
        ...params,
        ...decision,
        ...(reason === undefined ? {} : { reason }),
        ...(form === undefined ? {} : { form }),
      });
      if (result.ok) return { status: 201, body: result };
      if (result.reason === "already-decided")
        throw new UseCaseError({
          code: "approval.decided",
          status: 409,
          message: `${result.by} decided this at ${result.at}: ${result.outcome}.`,
          fix: "Nothing is left to decide.",
        });
      return {
        status: 409,
        type: "application/problem+json",
        body: {
          type: "about:blank",
          title: "What this approval shows has changed since it was read.",
          status: 409,
          code: "approval.changed",
          current: result.current,
        },
      };
    },
  }),
];
