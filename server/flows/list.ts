/** The list of flows: what is drafted, what runs where, how it went lately. */
import { z } from "zod";
import { FlowDocument } from "#flow/document.ts";
import { validate } from "#flow/validate.ts";
import type { FlowSummary } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { FlowsDeps } from "./deps.ts";
import { fingerprint } from "./fingerprint.ts";
import { knowledgeOf } from "./knowledge.ts";

const RECENT = sqlFile(import.meta.url, "recent-runs");
const DAY = 24 * 60 * 60 * 1000;

export async function listFlows(deps: FlowsDeps, environment: string): Promise<FlowSummary[]> {
  const knowledge = await knowledgeOf(deps, environment);
  const [flows, recent] = await Promise.all([
    deps.prisma.flow.findMany({
      where: { archivedAt: null },
      orderBy: { name: "asc" },
      include: {
        draft: true,
        versions: { orderBy: { number: "desc" }, take: 1, select: { number: true, hash: true } },
        deployments: { where: { active: true }, include: { version: { select: { number: true } } } },
      },
    }),
    deps.pool.query(RECENT, [environment, new Date(deps.clock.now() - DAY)]),
  ]);
  const counts = z.array(z.object({ flow_id: z.string(), status: z.string(), runs: z.number() })).parse(recent.rows);
  return flows.flatMap((flow) => {
    if (!flow.draft) return [];
    const document = FlowDocument.parse(flow.draft.document);
    const problems = validate(document, knowledge);
    const [latest] = flow.versions;
    const runs = (fits: (status: string) => boolean) =>
      counts.filter((row) => row.flow_id === flow.id && fits(row.status)).reduce((sum, row) => sum + row.runs, 0);
    return {
      key: flow.key,
      name: flow.name,
      domain: document.flow.domain ?? null,
      latency: document.flow.latency ?? "near-real-time",
      owner: document.flow.owner ?? null,
      draftRevision: flow.draft.revision,
      draftUpdatedAt: flow.draft.updatedAt.toISOString(),
      draftUpdatedBy: flow.draft.updatedByName,
      latestVersion: latest?.number ?? null,
      hasUnpublishedChanges: latest?.hash !== fingerprint(document),
      deployments: flow.deployments.map((deployment) => ({
        environment: deployment.environment,
        version: deployment.version.number,
        deployedAt: deployment.deployedAt.toISOString(),
        deployedBy: deployment.deployedByName,
      })),
      stepTypes: [...new Set(document.steps.map((step) => step.type))],
      problems: {
        errors: problems.filter((problem) => problem.severity === "error").length,
        warnings: problems.filter((problem) => problem.severity === "warning").length,
      },
      recent: {
        succeeded: runs((status) => status === "succeeded"),
        failed: runs((status) => status === "failed"),
        open: runs((status) => ["queued", "running", "waiting", "parked"].includes(status)),
      },
    };
  });
}
