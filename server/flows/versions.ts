/** Versions: immutable, numbered from 1, equal content never twice in a row. They hold the contracts that their steps name. */
import { v7 } from "uuid";
import { z } from "zod";
import { canonical, flowFile } from "#flow/canonical.ts";
import { compare, type FlowChange } from "#flow/compare.ts";
import type { ContractFact } from "#flow/contract/facts.ts";
import { keptContracts } from "#flow/contract/named.ts";
import { FlowDocument, Json } from "#flow/document.ts";
import { validate } from "#flow/validate.ts";
import type { Unkept } from "#flow/unkept.ts";
import type { Actor, Flows, VersionView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import type { FlowsDeps } from "./deps.ts";
import { closeChanges } from "./draft-changes.ts";
import { lockDraft, readDraft } from "./drafts.ts";
import { fingerprint } from "./fingerprint.ts";
import { governedOf } from "./governed.ts";
import { odooKnownOf } from "./knowledge.ts";
import { noFlow, noVersion } from "./refusals.ts";
import { unkeptOf } from "./unkept.ts";

const LATEST = sqlFile(import.meta.url, "latest-version");
const INSERT = sqlFile(import.meta.url, "insert-version");
const DRAFT_IS = sqlFile(import.meta.url, "draft-is-version");
const Latest = z.object({ id: z.string(), number: z.number(), hash: z.string(), contracts: z.record(z.string(), Json) });

export async function publish(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["publish"]>[1]): ReturnType<Flows["publish"]> {
  // asked before the draft is locked: another system may take its time
  const odoo = q.environment === undefined ? {} : await odooKnownOf(deps, q.environment, (await readDraft(deps, q.flow)).document);
  const governed = await governedOf(deps.prisma);
  const known = { ...odoo, ...governed };
  return inTransaction(deps.pool, async (transaction) => {
    const locked = await lockDraft(transaction, q.flow);
    if (!locked) throw noFlow(q.flow);
    if (q.baseRevision !== undefined && q.baseRevision !== locked.revision)
      throw new UseCaseError({
        code: "flow.draft_moved",
        status: 409,
        message: `${locked.updated_by_name} saved revision ${locked.revision} of this draft meanwhile; you would publish what you have not seen.`,
        fix: "Look at the changes, then publish.",
      });
    const problems = validate(locked.document, known);
    if (problems.some((problem) => problem.severity === "error")) return { version: null, problems };
    const { flow_id: flowId, document } = locked;
    return { version: await insertVersion(deps, { actor, flowId, document, contracts: governed.contracts, note: q.note }, transaction), problems };
  });
}

/** @returns the number; that of the latest version where the content is the same, and the contracts that it holds */
export async function insertVersion(
  deps: FlowsDeps,
  q: { actor: Actor; flowId: string; document: FlowDocument; contracts: readonly ContractFact[]; note: string },
  transaction: Transaction,
): Promise<number> {
  const hash = fingerprint(q.document);
  const { rows } = await transaction.query(LATEST, [q.flowId]);
  const latest = rows[0] === undefined ? null : Latest.parse(rows[0]);
  const contracts = keptContracts(q.document, q.contracts);
  // one that was published before its contract was there keeps to less
  const isSame = latest?.hash === hash && canonical(latest.contracts) === canonical(contracts);
  const number = isSame ? latest.number : (latest?.number ?? 0) + 1;
  if (!isSame) {
    const said = [JSON.stringify(q.document), hash, q.note.trim(), q.actor.id, q.actor.name, JSON.stringify(contracts)];
    await transaction.query(INSERT, [v7(), q.flowId, number, ...said]);
    const { key, name } = q.document.flow;
    await deps.audit(
      { actor: q.actor, action: "flow.published", subject: { kind: "flow", id: key, name }, detail: { version: number, note: q.note.trim() } },
      transaction,
    );
  }
  await transaction.query(DRAFT_IS, [q.flowId, number]);
  await closeChanges({ flowId: q.flowId, version: number }, transaction);
  return number;
}

export async function listVersions({ prisma }: FlowsDeps, key: string): ReturnType<Flows["versions"]> {
  const flow = await prisma.flow.findFirst({
    where: { key, archivedAt: null },
    include: {
      versions: { orderBy: { number: "desc" }, omit: { document: true }, include: DEPLOYED },
      draftChanges: { where: { version: { not: null } }, orderBy: { revision: "asc" }, select: { version: true, authorName: true, note: true, at: true } },
    },
  });
  if (!flow) throw noFlow(key);
  const unkept = await unkeptOf(prisma, flow);
  const drawn = Map.groupBy(flow.draftChanges, (change) => change.version);
  return flow.versions.map((version) => {
    const changes = drawn.get(version.number) ?? [];
    return {
      ...view(version, unkept),
      contributors: [...new Set(changes.map((change) => change.authorName))],
      taken: changes.flatMap(({ note, authorName: by, at }) => (note === "" ? [] : [{ note, by, at: at.toISOString() }])),
    };
  });
}

export async function readVersion({ prisma }: FlowsDeps, q: { flow: string; version: number }): ReturnType<Flows["version"]> {
  const version = await prisma.version.findFirst({
    where: { number: q.version, flow: { key: q.flow, archivedAt: null } },
    include: DEPLOYED,
  });
  if (!version) throw noVersion(q.flow, q.version);
  const unkept = await unkeptOf(prisma, { key: q.flow, versions: [version] });
  const contracts = Object.keys(z.record(z.string(), Json).parse(version.contracts));
  return { document: FlowDocument.parse(version.document), version: view(version, unkept), contracts };
}

export async function exportFlow(deps: FlowsDeps, q: { flow: string; version?: number }): Promise<string> {
  const document =
    q.version === undefined ? (await readDraft(deps, q.flow)).document : (await readVersion(deps, { flow: q.flow, version: q.version })).document;
  return flowFile(document);
}

export async function diff(deps: FlowsDeps, q: { flow: string; from: number; to?: number }): Promise<FlowChange[]> {
  const before = (await readVersion(deps, { flow: q.flow, version: q.from })).document;
  const after = q.to === undefined ? (await readDraft(deps, q.flow)).document : (await readVersion(deps, { flow: q.flow, version: q.to })).document;
  return compare(before, after);
}

const DEPLOYED = { deployments: { where: { active: true }, select: { environment: true, ownership: true } } } as const;
type VersionRow = { id: string; number: number; hash: string; note: string; createdByName: string; createdAt: Date; deployments: { environment: string }[] };

function view(version: VersionRow, unkept: ReadonlyMap<string, Unkept[]>): VersionView {
  return {
    number: version.number,
    hash: version.hash,
    note: version.note,
    createdBy: version.createdByName,
    createdAt: version.createdAt.toISOString(),
    deployedIn: version.deployments.map((deployment) => deployment.environment),
    unkept: unkept.get(version.id) ?? [],
  };
}
