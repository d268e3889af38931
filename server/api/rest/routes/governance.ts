/** Contracts and ownership rules, for repositories that hold them: putting the same twice changes nothing. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Actor, App } from "#server/app.ts";
import { ContractKey, ContractSchema, RuleBody } from "../../inputs.ts";
import { done, ok, route } from "../route.ts";
import type { AnyRoute } from "../route.ts";
import { none, ofId } from "./shared.ts";

const ofKey = z.object({ key: ContractKey });
const Contract = z.object({
  name: z.string().trim().min(1).max(160).optional(),
  description: z.string().max(2_000).default(""),
  schema: ContractSchema,
  note: z.string().max(2_000).default(""),
  /** the newest version that its author saw; absent: whichever there is */
  after: z.int().positive().optional(),
  acceptBreaking: z.boolean().default(false),
});

export const governance: AnyRoute[] = [
  route({
    method: "GET",
    path: "/contracts",
    permission: "contract.read",
    summary: "Contracts with the states of their versions",
    params: none,
    query: none,
    run: async ({ app }) => ok({ items: await app.governance.contracts(), nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/contracts/{key}",
    permission: "contract.read",
    summary: "A contract with its versions, newest first, and the steps that use it",
    params: ofKey,
    query: none,
    run: async ({ app }, { params }) => ok(await app.governance.contract(params)),
  }),
  route({
    method: "PUT",
    path: "/contracts/{key}",
    permission: "contract.edit",
    summary: "Make a contract, or give it a new version where its schema has changed; the same schema changes nothing",
    params: ofKey,
    query: none,
    body: Contract,
    run: ({ app, actor }, { params, body }) => putContract(app, actor, { ...params, ...body }),
  }),
  route({
    method: "PUT",
    path: "/contracts/{key}/versions/{version}",
    permission: "contract.edit",
    summary: "Move a version on: to active, or to retired",
    params: ofKey.extend({ version: z.coerce.number().int().positive() }),
    query: none,
    body: z.object({ state: z.enum(["active", "retired"]) }),
    run: async ({ app, actor }, { params, body }) => {
      await app.governance.setState(actor, { ...params, ...body });
      return done();
    },
  }),
  route({
    method: "GET",
    path: "/ownership-rules",
    permission: "contract.read",
    summary: "Which system has the say over which object or field",
    params: none,
    query: none,
    run: async ({ app }) => ok({ items: await app.governance.rules(), nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/ownership-rules/{id}",
    permission: "contract.read",
    summary: "An ownership rule",
    params: ofId,
    query: none,
    run: async ({ app }, { params }) => {
      const rule = (await app.governance.rules()).find((each) => each.id === params.id);
      if (!rule) throw new UseCaseError({ code: "ownership.missing", status: 404, message: `There is no ownership rule ${params.id}.` });
      return ok(rule);
    },
  }),
  route({
    method: "PUT",
    path: "/ownership-rules",
    permission: "ownership.edit",
    summary: "Make or change the rule of an object or a field, which has one; the same rule changes nothing",
    params: none,
    query: none,
    body: RuleBody.extend({ field: RuleBody.shape.field.default(null), note: RuleBody.shape.note.default(""), writers: RuleBody.shape.writers.default([]) }),
    run: async ({ app, actor }, { body }) => {
      const there = (await app.governance.rules()).find(
        (rule) => rule.object.kind === body.object.kind && rule.object.name === body.object.name && rule.field === body.field,
      );
      const isSame = there && (["system", "policy", "note"] as const).every((name) => there[name] === body[name]) && sameFlows(there.writers, body.writers);
      if (there && isSame) return ok(there);
      const saved = await app.governance.saveRule(actor, { ...body, ...(there ? { id: there.id } : {}) });
      return { status: there ? 200 : 201, body: saved };
    },
  }),
  route({
    method: "DELETE",
    path: "/ownership-rules/{id}",
    permission: "ownership.edit",
    summary: "Remove an ownership rule",
    params: z.object({ id: z.uuid() }),
    query: none,
    run: async ({ app, actor }, { params }) => {
      await app.governance.removeRule(actor, params);
      return done();
    },
  }),
];

type Putting = z.infer<typeof Contract> & { key: string; schema: { [key: string]: Json } };

async function putContract(app: App, actor: Actor, { name, description, after, ...q }: Putting) {
  const known = (await app.governance.contracts()).find((each) => each.key === q.key);
  if (!known) {
    await app.governance.createContract(actor, { key: q.key, name: name ?? q.key, description, schema: q.schema, note: q.note });
    return { status: 201, body: { key: q.key, version: 1, changed: true } };
  }
  const newest = Math.max(...known.versions.map((version) => version.number));
  try {
    return { status: 201, body: { key: q.key, ...(await app.governance.addVersion(actor, { ...q, after: after ?? newest })), changed: true } };
  } catch (error) {
    if (!(error instanceof UseCaseError) || error.code !== "contract.same") throw error;
    return ok({ key: q.key, version: newest, changed: false });
  }
}

function sameFlows(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join("\n") === [...new Set(b)].toSorted().join("\n");
}
