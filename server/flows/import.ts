/** A flow file comes in: draft, version and deployment in one transaction, or nothing at all. */
import { z } from "zod";
import { validate } from "#flow/validate.ts";
import type { Actor, Flows } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { activate, judgedOf, triggersOf } from "./deploy.ts";
import type { FlowsDeps } from "./deps.ts";
import { insertFlow, lockDraft, writeDraft } from "./drafts.ts";
import { governedOf } from "./governed.ts";
import { knowledgeOf } from "./knowledge.ts";
import { keyTaken } from "./refusals.ts";
import { insertVersion } from "./versions.ts";

const LATEST = sqlFile(import.meta.url, "latest-version");

export async function importFlow(deps: FlowsDeps, actor: Actor, q: Parameters<Flows["import"]>[1]): ReturnType<Flows["import"]> {
  const { document, deploy: environment, from } = q;
  const { key, name } = document.flow;
  const governed = await governedOf(deps.prisma);
  const knowledge = environment === undefined ? governed : await knowledgeOf(deps, environment, document);
  const problems = validate(document, knowledge);
  const listens = q.publish || environment !== undefined;
  // a draft may be unfinished; what is published or deployed may not
  if ((listens || q.strict) && problems.some((problem) => problem.severity === "error")) return { flow: key, version: null, triggers: [], problems };
  const note = from === undefined ? "imported" : `imported from ${from}`;
  const version = await inTransaction(deps.pool, async (transaction) => {
    const locked = await lockDraft(transaction, key);
    if (locked && q.asNew) throw keyTaken(key);
    const flowId = locked?.flow_id ?? (await insertFlow(deps, { actor, document, note }, transaction));
    if (locked) await writeDraft(deps, { actor, locked, document, note }, transaction);
    if (!listens) return null;
    const said = { actor, flowId, document, contracts: governed.contracts, note: note.replace(/^i/, "I") };
    const number = await insertVersion(deps, said, transaction);
    if (environment !== undefined) {
      const { id } = z.object({ id: z.string() }).parse((await transaction.query(LATEST, [flowId])).rows[0]);
      await activate(
        deps,
        { actor, environment, version: { id, flow_id: flowId, number, name, document }, judged: judgedOf(key, document, knowledge) },
        transaction,
      );
    }
    return number;
  });
  return { flow: key, version, triggers: environment === undefined ? [] : await triggersOf(deps, { flow: key, environment }), problems };
}
