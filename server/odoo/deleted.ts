import { business } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";

/** We made it, our receipt says so, and it is gone: making it again by ourselves would undo what somebody did. */
export function deletedSince(q: { connection: string; model: string; id: number }): StepFailure {
  return business("not-found", "odoo.record_deleted", `The ${q.model} with id ${q.id} that this flow made has been deleted in Odoo.`, {
    fix: "Decide whether it shall be there: choose Recreate for a new one, or Skip to leave it deleted.",
    where: { connection: q.connection, model: q.model, record: q.id },
  });
}
