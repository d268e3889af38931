/** Flows: files in and out, versions, deployments, and the start of a run. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { parseFlowFile } from "#server/flows/file.ts";
import { FlowProblems } from "../../errors.ts";
import { EnvironmentName } from "../../inputs.ts";
import { flowFile, ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { environment, given, inEnvironment, none, ofFlow } from "./shared.ts";

const versionNumber = z.coerce.number().int().positive();

export const flows: AnyRoute[] = [
  route({
    method: "POST",
    path: "/flows/import",
    permission: "flow.deploy",
    summary: "Create or update a draft from a flow file (JSON or YAML); optionally publish and deploy it",
    params: none,
    query: z.object({ publish: z.stringbool().default(false), deploy: EnvironmentName.optional() }),
    body: flowFile,
    run: async ({ app, actor }, { query, body }) => {
      const read = parseFlowFile(body);
      if ("problems" in read) throw new FlowProblems(read.problems);
      const { flow, version, triggers, problems } = await app.flows.import(actor, {
        document: read.document,
        strict: true,
        ...given(query),
      });
      if (problems.some((problem) => problem.severity === "error")) throw new FlowProblems(problems);
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
    query: z.object({ version: versionNumber.optional() }),
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
    query: z.object({ from: versionNumber, to: versionNumber.optional() }),
    run: async ({ app }, { params, query }) =>
      ok({ items: await app.flows.diff({ flow: params.key, from: query.from, ...(query.to === undefined ? {} : { to: query.to }) }), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/flows/{key}/backtest",
    permission: "flow.edit",
    summary: "The draft, or a version, over the last runs of an environment: every write that would differ",
    params: ofFlow,
    query: none,
    body: z.object({ environment, version: z.int().positive().optional(), last: z.int().min(1).max(200).default(20) }),
    run: async ({ app, actor }, { params, body }) => {
      const flow = params.key;
      const { document } = body.version === undefined ? await app.flows.draft({ flow }) : await app.flows.version({ flow, version: body.version });
      return ok(await app.flows.backtest(actor, { flow, environment: body.environment, document, last: body.last }));
    },
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
      // it is accepted, whatever becomes of waiting: told otherwise, the caller would send it a second time
      const result = wait === undefined || wait === 0 ? null : await engine.waitFor({ runId: started.runId, milliseconds: wait }).catch(() => null);
      if (result === null) return { status: started.duplicate ? 200 : 202, body: answer };
      return ok({ ...answer, status: result.status, output: result.output, failure: result.failure });
    },
  }),
  route({
    method: "GET",
    path: "/forms",
    permission: "run.start",
    summary: "Forms that start a flow, with the JSON Schema of what they take",
    params: none,
    query: inEnvironment,
    run: async ({ app }, { query }) => ok({ items: await app.runs.forms(query), nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/flows/{key}/forms/{step}",
    permission: "run.start",
    summary: "Start a run by filling in a form",
    params: ofFlow.extend({ step: z.string().max(80) }),
    query: none,
    body: z.object({ environment, input: Json.default({}), key: z.string().min(1).max(500).optional() }),
    run: async ({ app, actor }, { params, body }) => {
      const { key, ...q } = body;
      const started = await app.runs.submitForm(actor, { flow: params.key, step: params.step, ...q, ...(key === undefined ? {} : { key }) });
      return { status: started.duplicate ? 200 : 202, body: { runId: started.runId, ...(started.duplicate ? { duplicate: true } : {}) } };
    },
  }),
];
