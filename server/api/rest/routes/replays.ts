/** Bulk replays: many runs again, at a rate. */
import { z } from "zod";
import { EITHER, oneOfTwo, Rate, RunSelection } from "../../inputs.ts";
import { done, ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { cursor, given, inEnvironment, none, ofId } from "./shared.ts";

const changing = (word: "pause" | "resume" | "cancel", summary: string): AnyRoute =>
  route({
    method: "POST",
    path: `/replays/{id}/${word}`,
    permission: "run.replay",
    summary,
    params: ofId,
    query: none,
    run: async ({ app, actor }, { params }) => {
      await app.replays[word](actor, params);
      return done();
    },
  });

export const replays: AnyRoute[] = [
  route({
    method: "POST",
    path: "/replays",
    permission: "run.replay",
    summary: "Replay many runs, those of a filter or those that are named, one after the other at a rate",
    params: none,
    query: inEnvironment,
    body: RunSelection.extend({ ratePerMinute: Rate.default(60) }).refine(oneOfTwo, EITHER),
    run: async ({ app, actor }, { query, body }) => ({ status: 201, body: await app.replays.begin(actor, { ...query, ...body }) }),
  }),
  route({
    method: "POST",
    path: "/replays/preview",
    permission: "run.replay",
    summary: "How many runs a bulk replay would take, and what their effects would do",
    params: none,
    query: inEnvironment,
    body: RunSelection.refine(oneOfTwo, EITHER),
    run: async ({ app }, { query, body }) => ok(await app.replays.preview({ ...query, ...body })),
  }),
  route({
    method: "GET",
    path: "/replays",
    permission: "run.read",
    summary: "The latest bulk replays",
    params: none,
    query: inEnvironment,
    run: async ({ app }, { query }) => ok({ items: await app.replays.list(query), nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/replays/{id}",
    permission: "run.read",
    summary: "How a bulk replay stands, with its runs and why some were refused",
    params: ofId,
    query: z.object({ state: z.enum(["pending", "started", "refused"]).optional(), cursor }),
    run: async ({ app }, { params, query }) => {
      const [view, page] = await Promise.all([app.replays.get(params), app.replays.runs({ ...params, ...given(query) })]);
      return ok({ ...view, items: page.items, nextCursor: page.nextCursor });
    },
  }),
  changing("pause", "Begin no further run of a bulk replay for now"),
  changing("resume", "Go on with a bulk replay that was paused"),
  changing("cancel", "End a bulk replay: runs that had no turn yet are not replayed"),
];
