/** Deployments: which version listens in which environment. A trigger's address outlives the versions behind it. */
import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { z } from "zod";
import { FlowDocument } from "#flow/document.ts";
import { rulesFor } from "#flow/kept-rules.ts";
import type { Knowledge } from "#flow/problem.ts";
import { findStep } from "#flow/steps/index.ts";
import { unseenModels } from "#flow/unkept.ts";
import { validate } from "#flow/validate.ts";
import type { Actor, EnvironmentKey, Flows, TriggerAddress } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import type { Transaction } from "#server/deps.ts";
import { curlOf } from "./curl.ts";
import type { FlowsDeps } from "./deps.ts";
import { knowledgeOf } from "./knowledge.ts";
import { noFlow, noVersion } from "./refusals.ts";
import { pinnedTrigger } from "./samples.ts";
import type { Judged } from "./standing-rules.ts";
import { readVersion } from "./versions.ts";

const LOCK = sqlFile(import.meta.url, "lock-version");
const END = sqlFile(import.meta.url, "end-deployment");
const INSERT = sqlFile(import.meta.url, "insert-deployment");
const REGISTER = sqlFile(import.meta.url, "register");
const UNREGISTER = sqlFile(import.meta.url, "unregister");
const Locked = z.object({ flow_id: z.string(), name: z.string(), id: z.string(), number: z.number(), document: FlowDocument });

/** 192 bits: an address is also a secret. */
const TOKEN_BYTES = 24;

export async function deploy(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["deploy"]>[1]): ReturnType<Flows["deploy"]> {
  const { document } = await readVersion(deps, q);
  const knowledge = await knowledgeOf(deps, q.environment, document);
  const problems = await inTransaction(deps.pool, async (transaction) => {
    const { rows } = await transaction.query(LOCK, [q.flow, q.version]);
    if (rows[0] === undefined) throw noVersion(q.flow, q.version);
    const version = Locked.parse(rows[0]);
    const found = validate(version.document, knowledge);
    const judged = judgedOf(q.flow, version.document, knowledge);
    if (!found.some((problem) => problem.severity === "error")) await activate(deps, { actor, environment: q.environment, version, judged }, transaction);
    return found;
  });
  if (problems.some((problem) => problem.severity === "error")) return { triggers: [], problems };
  return { triggers: await triggersOf(deps, q), problems };
}

/** Lets a version listen; the flow's row is held by the caller. */
export async function activate(
  deps: FlowsDeps,
  q: { actor: Actor; environment: EnvironmentKey; version: z.infer<typeof Locked>; judged: z.infer<typeof Judged> },
  transaction: Transaction,
): Promise<void> {
  const { actor, environment, version, judged } = q;
  const { key, name } = version.document.flow;
  await transaction.query(END, [version.flow_id, environment]);
  await transaction.query(INSERT, [v7(), version.flow_id, environment, version.id, actor.id, actor.name, JSON.stringify(judged)]);
  const triggers = version.document.steps.filter((step) => findStep(step.type)?.trigger === true);
  for (const step of triggers) {
    const topic = step.type === "trigger.event" && typeof step.config.topic === "string" ? step.config.topic : null;
    await transaction.query(REGISTER, [
      v7(),
      environment,
      version.flow_id,
      step.id,
      step.type,
      randomBytes(TOKEN_BYTES).toString("base64url"),
      topic,
      version.id,
    ]);
  }
  await transaction.query(UNREGISTER, [version.flow_id, environment, triggers.map((step) => step.id)]);
  await deps.audit({ actor, action: "flow.deployed", subject: { kind: "flow", id: key, name }, environment, detail: { version: version.number } }, transaction);
  await deps.announce({ kind: "deployment", flow: key, environment }, transaction);
}

/** What runs are held to as long as it is deployed, and what could not be told for it. */
export function judgedOf(flow: string, document: FlowDocument, knowledge: Knowledge): z.infer<typeof Judged> {
  const { ownership = [], odoo = [] } = knowledge;
  const { judgedBy, relations } = rulesFor(flow, knowledge);
  return {
    rules: judgedBy.flat().map((rule) => ({ ...rule, writers: [...rule.writers] })),
    relations,
    unseen: unseenModels(document, { flow, ownership, odoo }),
  };
}

/** Where each trigger of the deployed version listens, with a command to try it. */
export async function triggersOf(deps: FlowsDeps, q: { flow: string; environment: EnvironmentKey }): Promise<TriggerAddress[]> {
  const flow = await deps.prisma.flow.findFirst({
    where: { key: q.flow, archivedAt: null },
    include: { deployments: { where: { active: true, environment: q.environment }, include: { version: true } } },
  });
  if (!flow) throw noFlow(q.flow);
  const [deployment] = flow.deployments;
  if (!deployment) return [];
  const document = FlowDocument.parse(deployment.version.document);
  const registrations = await deps.prisma.registration.findMany({
    where: { flowId: flow.id, environment: q.environment, active: true },
    orderBy: { stepId: "asc" },
  });
  const sample = await pinnedTrigger(deps, flow.id);
  return registrations.map((registration) => {
    const step = document.steps.find((each) => each.id === registration.stepId);
    const url = urlOf(deps.publicUrl, { ...registration, flow: q.flow });
    const curl = step === undefined ? null : curlOf({ step, url: url ?? `${deps.publicUrl}/api/v1/events`, environment: q.environment, sample });
    return { step: registration.stepId, type: registration.type, url, curl };
  });
}

function urlOf(base: string, q: { type: string; environment: string; token: string; flow: string; stepId: string }): string | null {
  if (q.type === "trigger.webhook" || q.type === "trigger.odoo") return `${base}/hooks/${q.environment}/${q.token}`;
  if (q.type === "trigger.api") return `${base}/api/v1/flows/${q.flow}/runs`;
  if (q.type === "trigger.form") return `${base}/${q.environment}/forms/${q.flow}/${q.stepId}`;
  return null;
}
