/**
 * Whose change it is. A flow is not started by what it wrote itself, or it would start itself for ever; what another flow wrote starts it as
 * the next in a chain, so that two flows that start each other come to an end. Nothing that a person changed is taken for an echo: every
 * changed field must hold what we wrote, and where we cannot say what we wrote, the record must have been written last by our user.
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Change } from "./decide.ts";
import { isSameValue } from "./values.ts";

export const OwnWrite = z.object({
  record_id: z.number().nullable(),
  is_new: z.boolean(),
  fields: z.record(z.string(), Json).nullable(),
  flow_id: z.string(),
  correlation_id: z.string(),
  hop: z.number(),
  began_at: z.date(),
  ended_at: z.date().nullable(),
  how: z.enum(["record", "under-way", "around"]),
});
export type OwnWrite = z.infer<typeof OwnWrite>;

export type Cause = { correlationId: string; hop: number };
export type Verdict = { kind: "echo" } | { kind: "later" } | { kind: "news"; cause: Cause | null };

type Asked = {
  change: Change;
  values: { [name: string]: Json };
  flowId: string;
  /** whether the user that we are in Odoo wrote the record last; true where that is not known */
  isOurs: boolean;
  /** of this record since it was read before; others of the same Odoo */
  writes: OwnWrite[];
};

export function judge({ change, values, flowId, isOurs, writes }: Asked): Verdict {
  const of = writes.filter((write) => write.how === "record");
  if (of.length > 0) {
    const own = of.filter((write) => write.flow_id === flowId);
    return isExplained({ change, values, isOurs, writes: own }) ? { kind: "echo" } : { kind: "news", cause: causeIn(of) };
  }
  if (!isOurs) return { kind: "news", cause: null };
  // the call that wrote it has not been answered yet; a moment later it is known whose it is
  if (writes.some((write) => write.how === "under-way")) return { kind: "later" };
  return { kind: "news", cause: causeIn(writes) };
}

function isExplained({ change, values, isOurs, writes }: Omit<Asked, "flowId">): boolean {
  if (writes.length === 0) return false;
  if (change.kind === "created") return isOurs && writes.some((write) => write.is_new);
  if (change.changed.length === 0) return isOurs;
  return change.changed.every((name) =>
    writes.some(({ fields }) => {
      if (fields === null) return isOurs;
      const written = fields[name];
      return written !== undefined && isSameValue(written, values[name] ?? null);
    }),
  );
}

function causeIn(writes: OwnWrite[]): Cause | null {
  const last = writes.at(-1);
  return last ? { correlationId: last.correlation_id, hop: last.hop + 1 } : null;
}
