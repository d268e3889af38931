/** Reading approvals: the lists of one person, and one approval with all that is needed to decide it. */
import { z } from "zod";
import type { Actor, Approvals, ApprovalSummary, ApprovalView } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Clock, FindStep, VersionSource } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import type { Pool } from "../db/pool.ts";
import type { Sensitive } from "../sensitive.ts";
import { withNames } from "../runs/summary.ts";
import { REQUESTER_PATHS, STARTER_PATHS } from "../runs/trigger-facts.ts";
import type { Changes } from "./changes.ts";
import { consequencesOf } from "./consequences.ts";
import { factsFor, previewsFor } from "./discretion.ts";
import { historyOf } from "./history.ts";
import { isAsked, mayDecide, nameOf, needed, personOf } from "./policy.ts";
import { ApprovalRow, Person, standing } from "./rows.ts";
import { seenHash } from "./seen.ts";
import { questionOf, summaryOf } from "./summary.ts";

const OPEN = sqlFile(import.meta.url, "approval", "which-open");
const DONE = sqlFile(import.meta.url, "approval", "which-done");
const ONE = sqlFile(import.meta.url, "approval", "which-one");
const THREAD = sqlFile(import.meta.url, "approval", "which-rounds");
const PEOPLE = sqlFile(import.meta.url, "people");
const GROUPS = sqlFile(import.meta.url, "groups");
const PAGE = 50;

export type ReadDeps = { pool: Pool; sensitive: Pick<Sensitive, "open" | "seal">; versions: VersionSource; findStep: FindStep; clock: Clock };

export async function listApprovals(deps: ReadDeps, actor: Actor, q: Parameters<Approvals["list"]>[1]): ReturnType<Approvals["list"]> {
  const [people, rows] = await Promise.all([readPeople(deps), readOpen(deps, q.environment)]);
  const who = q.assignee === undefined ? actor : asActor(q.assignee, people);
  const mine = who === null ? [] : rows.filter((row) => mayDecide(questionOf(row), who, people).ok);
  const ids = new Set(mine.map((row) => row.id));
  const waiting = rows.filter((row) => !ids.has(row.id));
  const counts = { open: mine.length, waiting: waiting.length };
  if (q.state === "done")
    return {
      ...(await listDone(deps, {
        actor,
        people,
        environment: q.environment,
        cursor: q.cursor,
        assignee: who && q.assignee !== undefined ? personOf(who, people) : null,
      })),
      counts,
    };
  const chosen = q.state === "open" ? mine : waiting;
  const start = q.cursor === undefined ? 0 : chosen.findIndex((row) => row.id === q.cursor) + 1;
  const page = chosen.slice(start, start + PAGE);
  return { items: await summaries(deps, page, { actor, people }), nextCursor: start + PAGE < chosen.length ? (page.at(-1)?.id ?? null) : null, counts };
}

export async function viewOf(deps: ReadDeps, q: { actor: Actor; row: ApprovalRow; changes: Changes; people: Person[] }): Promise<ApprovalView> {
  const { row, people } = q;
  const [version, rounds, groups] = await Promise.all([deps.versions.get(row.version_id), readThread(deps, row), deps.pool.query(GROUPS)]);
  const document = withNames(version.document, deps.findStep);
  const question = questionOf(row);
  const may = mayDecide(question, q.actor, people);
  const groupNames = new Map(
    z
      .array(z.object({ key: z.string(), name: z.string() }))
      .parse(groups.rows)
      .map((group) => [group.key, group.name]),
  );
  return {
    ...summaryOf(row, { actor: q.actor, people, document, now: deps.clock.now() }),
    thread: `${row.run_id}/${row.step_id}`,
    summary: row.summary,
    facts: factsFor(deps.sensitive, q),
    form: row.form,
    policy: { kind: row.policy.kind, ...(row.policy.n === undefined ? {} : { n: row.policy.n }), needed: needed(question, people) },
    assignees: [
      ...row.assignees.people.map((named) => ({ label: nameOf(named, people), kind: "person" as const })),
      ...row.assignees.groups.map((key) => ({ label: groupNames.get(key) ?? key, kind: "group" as const })),
      ...row.assignees.roles.map((role) => ({ label: role, kind: "role" as const })),
    ],
    votes: row.decisions.map((decision) => ({
      id: decision.id,
      by: decision.byName,
      outcome: decision.outcome,
      reason: decision.reason,
      at: decision.at,
      withdrawn: decision.withdrawnAt !== null,
      rechecked: decision.rechecked,
    })),
    changes: previewsFor(deps.sensitive, { ...q, previews: q.changes.previews, names: document.flow.sensitive }),
    changesProblem: q.changes.problem,
    consequences: consequencesOf({ document, step: row.step_id, simulated: q.changes.simulated }),
    history: historyOf(rounds),
    seen: hashOf(row, q.changes),
    why: may.ok ? null : (closedWhy(row) ?? may.why),
  };
}

export function hashOf(row: ApprovalRow, changes: Changes): string {
  return seenHash({ title: row.title, facts: row.facts, form: row.form, round: row.visit, changes: changes.previews });
}

/** The decision that settled it, for whoever comes second. */
export function settledDecision(row: ApprovalRow): ApprovalRow["decisions"][number] | null {
  return standing(row.decisions).findLast((decision) => decision.outcome === row.outcome) ?? standing(row.decisions).at(-1) ?? null;
}

function closedWhy(row: ApprovalRow): string | null {
  if (row.state === "open") return null;
  if (row.state === "expired") return "Nobody decided in time: the approval has expired.";
  if (row.state === "cancelled") return "The run went on without this decision: it was cancelled.";
  const settled = settledDecision(row);
  return settled === null ? "This approval is already decided." : `Already decided by ${settled.byName}.`;
}

export async function readApproval(deps: { pool: Pool }, id: string): Promise<ApprovalRow> {
  const row = z.guid().safeParse(id).success ? (await deps.pool.query(ONE, [REQUESTER_PATHS, STARTER_PATHS, id])).rows[0] : undefined;
  if (row === undefined)
    throw new UseCaseError({
      code: "approval.missing",
      status: 404,
      message: `There is no approval ${id}.`,
      fix: "Open the inbox and choose it from the list.",
    });
  return ApprovalRow.parse(row);
}

export async function readPeople(deps: { pool: Pool }): Promise<Person[]> {
  return z.array(Person).parse((await deps.pool.query(PEOPLE)).rows);
}

async function readThread(deps: { pool: Pool }, row: ApprovalRow): Promise<ApprovalRow[]> {
  return z.array(ApprovalRow).parse((await deps.pool.query(THREAD, [REQUESTER_PATHS, STARTER_PATHS, row.run_id, row.step_id])).rows);
}

async function readOpen(deps: { pool: Pool }, environment: string | undefined): Promise<ApprovalRow[]> {
  return z.array(ApprovalRow).parse((await deps.pool.query(OPEN, [REQUESTER_PATHS, STARTER_PATHS, environment ?? null])).rows);
}

async function listDone(
  deps: ReadDeps,
  q: { actor: Actor; people: Person[]; environment: string | undefined; cursor: string | undefined; assignee: Person | null },
): Promise<{ items: ApprovalSummary[]; nextCursor: string | null }> {
  const cursor = q.cursor !== undefined && z.guid().safeParse(q.cursor).success ? q.cursor : null;
  const rows = z.array(ApprovalRow).parse((await deps.pool.query(DONE, [REQUESTER_PATHS, STARTER_PATHS, q.environment ?? null, cursor, PAGE + 1])).rows);
  const page = rows.slice(0, PAGE);
  const { assignee } = q;
  const shown =
    assignee === null ? page : page.filter((row) => isAsked(assignee, row.assignees) || row.decisions.some((decision) => decision.byId === assignee.id));
  return { items: await summaries(deps, shown, q), nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}

async function summaries(deps: ReadDeps, rows: ApprovalRow[], q: { actor: Actor; people: Person[] }): Promise<ApprovalSummary[]> {
  const now = deps.clock.now();
  return Promise.all(
    rows.map(async (row) => summaryOf(row, { ...q, document: withNames((await deps.versions.get(row.version_id)).document, deps.findStep), now })),
  );
}

/** The person a list is asked for, by id or e-mail address; null when there is none. */
function asActor(assignee: string, people: Person[]): Actor | null {
  const person = people.find((each) => each.id === assignee || each.email.toLowerCase() === assignee.toLowerCase());
  const role = z.enum(["viewer", "analyst", "approver", "operator", "administrator"]).safeParse(person?.role);
  return person && role.success ? { kind: "person", id: person.id, name: person.name, role: role.data, email: person.email } : null;
}
