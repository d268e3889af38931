/** Runs: their history, and what operators do with them. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import { FlowKey } from "../../inputs.ts";
import { done, ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { runOf, summaryOf } from "../shapes.ts";
import { cursor, environment, given, none, ofId } from "./shared.ts";

const replayBody = z
  .object({
    from: z.string().max(80).optional(),
    version: z.int().positive().optional(),
    triggerBody: Json.optional(),
    input: Json.optional(),
    asNewEvent: z.boolean().optional(),
  })
  .prefault({});

const statuses = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter((each) => each !== "") : value),
  z.array(z.enum(RUN_STATUSES, { error: `a run's status is one of ${RUN_STATUSES.join(", ")}` })).max(RUN_STATUSES.length),
);

export const runs: AnyRoute[] = [
  route({
    method: "GET",
    path: "/runs",
    permission: "run.read",
    summary: "Runs, newest first",
    params: none,
    query: z.object({
      environment,
      flow: FlowKey.optional(),
      status: statuses.optional(),
      businessKey: z.string().max(300).optional(),
      correlationId: z.string().max(300).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      cursor,
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    run: async ({ app }, { query }) => {
      const page = await app.runs.list(given(query));
      return ok({ items: page.items.map(summaryOf), nextCursor: page.nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/runs/{id}",
    permission: "run.read",
    summary: "A run with its steps",
    params: ofId,
    query: none,
    run: async ({ app }, { params }) => ok(runOf(await app.runs.get({ runId: params.id }))),
  }),
  route({
    method: "GET",
    path: "/runs/{id}/parts",
    permission: "run.read",
    summary: "Runs that take the items of a long for each of this run through, in the order of the items",
    params: ofId,
    query: z.object({
      onlyFailed: z.enum(["true", "false"]).optional(),
      cursor,
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    run: async ({ app }, { params, query }) => {
      const { onlyFailed, ...page } = query;
      return ok(await app.runs.parts({ runId: params.id, onlyFailed: onlyFailed === "true", ...given(page) }));
    },
  }),
  route({
    method: "POST",
    path: "/runs/{id}/replay",
    permission: "run.replay",
    summary: "Replay a run from its start or from a step; what happened already is found and not done again",
    params: ofId,
    query: none,
    body: replayBody,
    run: async ({ app, actor }, { params, body }) => ({ status: 201, body: await app.runs.replay(actor, { runId: params.id, ...given(body) }) }),
  }),
  route({
    method: "POST",
    path: "/runs/{id}/replay/preview",
    permission: "run.replay",
    summary: "What a replay would do, step by step",
    params: ofId,
    query: none,
    body: replayBody,
    run: async ({ app }, { params, body }) => ok(await app.runs.replayPreview({ runId: params.id, ...given(body) })),
  }),
  route({
    method: "POST",
    path: "/runs/{id}/cancel",
    permission: "run.cancel",
    summary: "Cancel a run that is going on",
    params: ofId,
    query: none,
    body: z.object({ reason: z.string().trim().min(1, "say why the run is cancelled").max(4_000) }),
    run: async ({ app, actor }, { params, body }) => {
      await app.runs.cancel(actor, { runId: params.id, reason: body.reason });
      return done();
    },
  }),
  route({
    method: "POST",
    path: "/runs/{id}/deleted-record",
    permission: "run.replay",
    summary: "Make a record again that somebody deleted in Odoo, or leave it deleted",
    params: ofId,
    query: none,
    body: z.object({ step: z.string().max(80), decision: z.enum(["recreate", "skip"]) }),
    run: async ({ app, actor }, { params, body }) => ok(await app.runs.decideDeleted(actor, { runId: params.id, ...body })),
  }),
  route({
    method: "POST",
    path: "/runs/{id}/outcome",
    permission: "run.replay",
    summary: "Say what became of an effect whose outcome is unknown",
    params: ofId,
    query: none,
    body: z.object({ step: z.string().max(80), decision: z.enum(["mark-done", "send-again"]), output: Json.optional() }),
    run: async ({ app, actor }, { params, body }) =>
      ok(
        await app.runs.settleOutcome(actor, {
          runId: params.id,
          step: body.step,
          decision: body.decision,
          ...(body.output === undefined ? {} : { output: body.output }),
        }),
      ),
  }),
];
