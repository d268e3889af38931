/** The list of flows: what is drafted, what runs where, how it went lately. */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { FlowDocument } from "#flow/document.ts";
import type { Knowledge } from "#flow/problem.ts";
import { validate } from "#flow/validate.ts";
import type { EnvironmentKey, FlowSummary } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { FlowsDeps } from "./deps.ts";
import { fingerprint } from "./fingerprint.ts";
import { knowledgeOf } from "./knowledge.ts";

const RECENT = sqlFile(import.meta.url, "recent-runs");
const DAY = 24 * 60 * 60 * 1000;

/** What the list tells of a draft that has to be read and checked for it. */
type Told = Pick<FlowSummary, "domain" | "latency" | "owner" | "stepTypes" | "problems"> & { fingerprint: string };

/**
 * A draft is read and checked once for each revision and each state of what is known: looking at every flow for every list would hold up
 * whatever else this process serves.
 */
export function createFlowList(deps: FlowsDeps): (environment: EnvironmentKey) => Promise<FlowSummary[]> {
  const told = new Map<string, { of: string; what: Told }>();

  const drafts = async (wanted: readonly { id: string; of: string }[], q: { environment: EnvironmentKey; knowledge: Knowledge }) => {
    const keyOf = (id: string) => `${q.environment} ${id}`;
    const unknown = wanted.filter(({ id, of }) => told.get(keyOf(id))?.of !== of);
    const flowId = { in: unknown.map(({ id }) => id) };
    const documents = unknown.length === 0 ? [] : await deps.prisma.draft.findMany({ where: { flowId }, select: { flowId: true, document: true } });
    for (const { flowId, document } of documents) {
      const of = unknown.find(({ id }) => id === flowId)?.of ?? "";
      told.set(keyOf(flowId), { of, what: tell(FlowDocument.parse(document), q.knowledge) });
      // others come in between
      await setImmediate();
    }
    return (id: string) => told.get(keyOf(id))?.what;
  };

  return async (environment) => {
    const knowledge = await knowledgeOf(deps, environment);
    const [flows, recent] = await Promise.all([
      deps.prisma.flow.findMany({
        where: { archivedAt: null },
        orderBy: { name: "asc" },
        include: {
          draft: { omit: { document: true } },
          versions: { orderBy: { number: "desc" }, take: 1, select: { number: true, hash: true } },
          deployments: { where: { active: true }, include: { version: { select: { number: true } } } },
        },
      }),
      deps.pool.query(RECENT, [environment, new Date(deps.clock.now() - DAY)]),
    ]);
    const known = createHash("sha256").update(JSON.stringify(knowledge)).digest("hex");
    const draftOf = await drafts(
      flows.flatMap(({ id, draft }) => (draft ? [{ id, of: `${draft.revision} ${known}` }] : [])),
      { environment, knowledge },
    );
    const counts = z.array(z.object({ flow_id: z.string(), status: z.string(), runs: z.number() })).parse(recent.rows);
    return flows.flatMap((flow) => {
      const what = draftOf(flow.id);
      if (!flow.draft || !what) return [];
      const { fingerprint: hash, ...shown } = what;
      const [latest] = flow.versions;
      const runs = (fits: (status: string) => boolean) =>
        counts.filter((row) => row.flow_id === flow.id && fits(row.status)).reduce((sum, row) => sum + row.runs, 0);
      return {
        key: flow.key,
        name: flow.name,
        ...shown,
        draftRevision: flow.draft.revision,
        draftUpdatedAt: flow.draft.updatedAt.toISOString(),
        draftUpdatedBy: flow.draft.updatedByName,
        latestVersion: latest?.number ?? null,
        hasUnpublishedChanges: latest?.hash !== hash,
        deployments: flow.deployments.map((deployment) => ({
          environment: deployment.environment,
          version: deployment.version.number,
          deployedAt: deployment.deployedAt.toISOString(),
          deployedBy: deployment.deployedByName,
        })),
        recent: {
          succeeded: runs((status) => status === "succeeded"),
          failed: runs((status) => status === "failed"),
          open: runs((status) => ["queued", "running", "waiting", "parked"].includes(status)),
        },
      };
    });
  };
}

function tell(document: FlowDocument, knowledge: Knowledge): Told {
  const problems = validate(document, knowledge);
  return {
    domain: document.flow.domain ?? null,
    latency: document.flow.latency ?? "near-real-time",
    owner: document.flow.owner ?? null,
    stepTypes: [...new Set(document.steps.map((step) => step.type))],
    problems: {
      errors: problems.filter((problem) => problem.severity === "error").length,
      warnings: problems.filter((problem) => problem.severity === "warning").length,
    },
    fingerprint: fingerprint(document),
  };
}
