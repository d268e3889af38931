/** The public surface under /api/v1, as docs/guides and the OpenAPI document describe it. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import { UseCaseError } from "#server/deps.ts";
import { parseFlowFile } from "#server/flows/file.ts";
import { FlowProblems } from "../errors.ts";
import { ConnectionKind, Decide, EnvironmentName, FlowKey, Key, PutVariable } from "../inputs.ts";
import { done, ok, route } from "./route.ts";
import type { AnyRoute } from "./route.ts";
import { runOf, summaryOf } from "./shapes.ts";

const none = z.object({});
const environment = EnvironmentName.default("production");
const inEnvironment = z.object({ environment });
const ofFlow = z.object({ key: FlowKey });
const ofId = z.object({ id: z.string().max(100) });
const ofKey = z.object({ key: Key });
const ofName = z.object({ name: Key });
const flag = z.stringbool().default(false);
const number = z.coerce.number().int().positive();
const cursor = z.string().max(500).optional();
const list = (text: string | undefined) => text?.split(",").filter((each) => each !== "");

const flows: AnyRoute[] = [
  route({
    method: "POST",
    path: "/flows/import",
    permission: "flow.deploy",
    summary: "Create or update a draft from a flow file (JSON or YAML); optionally publish and deploy it",
    params: none,
    query: z.object({ publish: flag, deploy: EnvironmentName.optional() }),
    body: "flow-file",
    run: async ({ app, actor }, { query, body }) => {
      const read = parseFlowFile(z.string().parse(body));
      if ("problems" in read) throw new FlowProblems(read.problems);
      const { flow, version, triggers, problems } = await app.flows.import(actor, {
        document: read.document,
        publish: query.publish,
        ...(query.deploy === undefined ? {} : { deploy: query.deploy }),
      });
      if ((query.publish || query.deploy !== undefined) && version === null) throw new FlowProblems(problems);
      return ok({ flow, version, triggers: triggers.map(({ step, url }) => ({ step, url })), problems });
    },
  }),
  route({
    method: "GET",
    path: "/flows",
    permission: "flow.read",
    summary: "All flows",
    params: none,
    query: inEnvironment,
    run: async ({ app }, { query }) => ok({ items: await app.flows.list(query), nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/flows/{key}",
    permission: "flow.read",
    summary: "A flow with its draft",
    params: ofFlow,
    query: none,
    run: async ({ app }, { params }) => ok(await app.flows.draft({ flow: params.key })),
  }),
  route({
    method: "GET",
    path: "/flows/{key}/export",
    permission: "flow.read",
    summary: "The flow file of the draft or of a version, canonical",
    params: ofFlow,
    query: z.object({ version: number.optional() }),
    run: async ({ app }, { params, query }) => ({
      status: 200,
      type: "application/json",
      body: await app.flows.export({ flow: params.key, ...(query.version === undefined ? {} : { version: query.version }) }),
    }),
  }),
  route({
    method: "GET",
    path: "/flows/{key}/versions",
    permission: "flow.read",
    summary: "Published versions, newest first",
    params: ofFlow,
    query: none,
    run: async ({ app }, { params }) => ok({ items: await app.flows.versions({ flow: params.key }), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/flows/{key}/versions",
    permission: "flow.publish",
    summary: "Publish the draft",
    params: ofFlow,
    query: none,
    body: z.object({ note: z.string().max(4_000).default("") }).prefault({}),
    run: async ({ app, actor }, { params, body }) => {
      const { version, problems } = await app.flows.publish(actor, { flow: params.key, note: body.note });
      if (version === null) throw new FlowProblems(problems);
      return { status: 201, body: { version, problems } };
    },
  }),
  route({
    method: "GET",
    path: "/flows/{key}/diff",
    permission: "flow.read",
    summary: "What changed between two versions, or from a version to the draft",
    params: ofFlow,
    query: z.object({ from: number, to: number.optional() }),
    run: async ({ app }, { params, query }) =>
      ok({ items: await app.flows.diff({ flow: params.key, from: query.from, ...(query.to === undefined ? {} : { to: query.to }) }), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/flows/{key}/deployments",
    permission: "flow.deploy",
    summary: "Deploy a version, or roll back to one",
    params: ofFlow,
    query: none,
    body: z.object({ environment, version: z.int().positive() }),
    run: async ({ app, actor }, { params, body }) => {
      const { triggers, problems } = await app.flows.deploy(actor, { flow: params.key, ...body });
      if (problems.some((problem) => problem.severity === "error")) throw new FlowProblems(problems);
      return { status: 201, body: { triggers: triggers.map(({ step, url }) => ({ step, url })), problems } };
    },
  }),
  route({
    method: "POST",
    path: "/flows/{key}/runs",
    permission: "run.start",
    summary: "Start a run through the API trigger; wait (ms) answers with its result",
    params: ofFlow,
    query: none,
    body: z.object({ environment, input: Json.default({}), key: z.string().min(1).max(500).optional(), wait: z.int().min(0).max(60_000).optional() }),
    run: async ({ app, actor, engine }, { params, body }) => {
      const { wait, ...q } = body;
      const started = await app.runs.start(actor, {
        flow: params.key,
        environment: q.environment,
        input: q.input,
        ...(q.key === undefined ? {} : { key: q.key }),
      });
      const answer = { runId: started.runId, ...(started.duplicate ? { duplicate: true } : {}) };
      if (wait === undefined || wait === 0) return { status: started.duplicate ? 200 : 202, body: answer };
      const result = await engine.waitFor({ runId: started.runId, milliseconds: wait });
      return ok({ ...answer, status: result.status, output: result.output, failure: result.failure });
    },
  }),
];

const values: AnyRoute[] = [
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
    params: ofName,
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

const connections: AnyRoute[] = [
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

const replayBody = z
  .object({
    from: z.string().max(80).optional(),
    version: z.int().positive().optional(),
    triggerBody: Json.optional(),
    input: Json.optional(),
    asNewEvent: z.boolean().optional(),
  })
  .prefault({});
const given = <T extends object>(body: T) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as T;

const runs: AnyRoute[] = [
  route({
    method: "GET",
    path: "/runs",
    permission: "run.read",
    summary: "Runs, newest first",
    params: none,
    query: z.object({
      environment,
      flow: FlowKey.optional(),
      status: z.string().max(200).optional(),
      businessKey: z.string().max(300).optional(),
      correlationId: z.string().max(300).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      cursor,
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    run: async ({ app }, { query }) => {
      const { status, ...rest } = query;
      const statuses = z.array(z.enum(RUN_STATUSES)).optional().parse(list(status));
      const page = await app.runs.list({ ...given(rest), ...(statuses === undefined ? {} : { status: statuses }) });
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

const approvals: AnyRoute[] = [
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

const events: AnyRoute[] = [
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

export const routes: AnyRoute[] = [...flows, ...values, ...connections, ...runs, ...approvals, ...events];
