/** The inbox: questions to people, asked by runs. The engine asks and closes them; people's decisions are written here. */
import type { Approvals } from "#server/app.ts";
import type { Announce, Clock, Engine, FindStep, RecordAudit, RuleSource, Simulate, VersionSource } from "#server/deps.ts";
import type { Pool } from "../db/pool.ts";
import type { Sensitive } from "../sensitive.ts";
import { createChanges } from "./changes.ts";
import type { Changes } from "./changes.ts";
import { decide } from "./decide.ts";
import { noteSeen } from "./discretion.ts";
import { listApprovals, readApproval, readPeople, viewOf } from "./read.ts";
import type { ApprovalRow } from "./rows.ts";
import { undo } from "./undo.ts";

export type ApprovalsDeps = {
  pool: Pool;
  sensitive: Pick<Sensitive, "open" | "seal">;
  versions: VersionSource;
  rules: RuleSource;
  findStep: FindStep;
  engine: Pick<Engine, "resume" | "withdraw">;
  simulate: Simulate;
  audit: RecordAudit;
  announce: Announce;
  clock: Clock;
};

export function createApprovals(deps: ApprovalsDeps): Approvals {
  const changes = createChanges(deps);
  const withChanges = { ...deps, changes };
  return {
    list: (actor, q) => listApprovals(deps, actor, q),
    get: async (actor, q) => {
      const [row, people] = await Promise.all([readApproval(deps, q.id), readPeople(deps)]);
      await noteSeen(deps, { actor, row, people });
      return viewOf(deps, { actor, row, people, changes: await shownChanges(changes, row) });
    },
    decide: (actor, q) => decide(withChanges, actor, q),
    undo: (actor, q) => undo(withChanges, actor, q),
  };
}

/** Once the run has gone on, a dry run would compare with a world that the decision has changed already. */
async function shownChanges(changes: ReturnType<typeof createChanges>, row: ApprovalRow): Promise<Changes> {
  if (row.state === "open" || row.state === "decided") return changes.of(row, { fresh: false });
  return { previews: [], simulated: null, problem: "This is decided: what was written is shown on the run.", readable: false };
}
