/** Runs as people use them: read here, changed by the engine. Every change leaves an audit entry. */
import { z } from "zod";
import type { Actor, Runs } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Clock, Engine, FindStep, RecordAudit, RegistrationSource, VersionSource } from "#server/deps.ts";
import type { Pool } from "../db/pool.ts";
import type { Sensitive } from "../sensitive.ts";
import { getRun, revealRun } from "./get.ts";
import { listRuns } from "./list.ts";
import { overlayOf } from "./overlay.ts";
import { partsOf } from "./parts.ts";
import { listForms, start, submitForm } from "./start.ts";
import { summariesById } from "./summary.ts";

export type RunsDeps = {
  pool: Pool;
  sensitive: Pick<Sensitive, "open">;
  versions: VersionSource;
  findStep: FindStep;
  registrations: RegistrationSource;
  engine: Engine;
  audit: RecordAudit;
  clock: Clock;
};

export function createRuns(deps: RunsDeps): Runs {
  return {
    overlay: (q) => overlayOf(deps, q),
    list: (q) => listRuns(deps, q),
    get: (q) => getRun(deps, q),
    parts: (q) => partsOf(deps, q),
    forms: (q) => listForms(deps, q),
    submitForm: (actor, q) => submitForm(deps, actor, q),
    start: (actor, q) => start(deps, actor, q),
    replay: async (actor, q) => {
      const run = await named(deps, q.runId);
      return deps.engine.replay({ ...q, actor }, ({ runId }, transaction) =>
        deps.audit(
          {
            actor,
            action: "run.replayed",
            subject: run.subject,
            environment: run.environment,
            detail: {
              runId,
              from: q.from ?? null,
              version: q.version ?? null,
              edited: q.triggerBody !== undefined || q.input !== undefined,
              asNewEvent: q.asNewEvent ?? false,
            },
          },
          transaction,
        ),
      );
    },
    reveal: async (actor, q) => {
      const run = await named(deps, q.runId);
      const purpose = q.purpose.trim();
      if (purpose === "")
        throw new UseCaseError({
          code: "run.purpose_missing",
          status: 422,
          message: "Say why you look at these values: the purpose is kept in the audit log.",
        });
      // first the entry, then the values: nobody has seen them without one
      await deps.audit({ actor, action: "run.revealed", subject: run.subject, environment: run.environment, detail: { purpose } });
      return revealRun({ ...deps, open: deps.sensitive.open }, q);
    },
    replayPreview: async (q) => {
      await named(deps, q.runId);
      return deps.engine.replayPreview(q);
    },
    cancel: async (actor, q) => {
      const run = await named(deps, q.runId);
      const reason = q.reason.trim();
      if (reason === "")
        throw new UseCaseError({ code: "run.reason_missing", status: 422, message: "Say why the run is cancelled: the reason is kept with the run." });
      await deps.engine.cancel({ actor, runId: q.runId, reason }, (_, transaction) =>
        deps.audit({ actor, action: "run.cancelled", subject: run.subject, environment: run.environment, detail: { reason } }, transaction),
      );
    },
    decideDeleted: async (actor, q) => deps.engine.decideDeleted({ ...q, actor }, await settled({ deps, actor, q, action: "run.deleted_record_decided" })),
    settleOutcome: async (actor, q) => deps.engine.settleOutcome({ ...q, actor }, await settled({ deps, actor, q, action: "run.outcome_settled" })),
  };
}

type Settled = { deps: RunsDeps; actor: Actor; q: { runId: string; step: string; decision: string }; action: string };

/** The entry of what a person settled, for the transaction that settles it. */
async function settled({ deps, actor, q, action }: Settled): Promise<Parameters<Engine["settleOutcome"]>[1]> {
  const { subject, environment } = await named(deps, q.runId);
  return ({ runId }, transaction) => deps.audit({ actor, action, subject, environment, detail: { step: q.step, decision: q.decision, runId } }, transaction);
}

async function named(deps: RunsDeps, runId: string): Promise<{ subject: { kind: string; id: string; name: string }; environment: string }> {
  const run = z.guid().safeParse(runId).success ? (await summariesById(deps, [runId]))[0] : undefined;
  if (!run) throw new UseCaseError({ code: "run.missing", status: 404, message: `There is no run ${runId}.` });
  return { subject: { kind: "run", id: run.id, name: run.businessKey ?? run.flow.name }, environment: run.environment };
}
