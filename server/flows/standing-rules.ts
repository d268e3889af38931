/**
 * The ownership rules that runs of a version keep to: what stopped its flow when it was deployed, and still stops it today. A rule that is
 * made or tightened meanwhile breaks no flow that was right; one that is taken back, or lets the flow through, does so at once. Read once for
 * a version in an environment and believed for a while; before a run fails of a rule, they are read anew.
 */
import { z } from "zod";
import type { KeptRules } from "#flow/kept-rules.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { RuleSource } from "#server/deps.ts";
import { Rule } from "./governed.ts";

const STANDING = sqlFile(import.meta.url, "standing-rules");

/** What a deployment holds. `unseen`: models whose fields Odoo did not tell then. */
export const Judged = z.object({
  relations: z.record(z.string(), z.record(z.string(), z.string())),
  rules: z.array(
    z.object({
      id: z.string(),
      object: z.object({ kind: z.enum(["model", "contract"]), name: z.string() }),
      field: z.string().nullable(),
      system: z.string(),
      policy: z.enum(["flag", "stop"]),
      writers: z.array(z.string()),
    }),
  ),
  unseen: z.array(z.string()).default([]),
});
const Standing = z.object({ judged: Judged.nullable(), today: z.array(Rule) });

/** How long what was read is believed, ms. */
const BELIEVED = 30_000;

export function createRuleSource({ pool }: { pool: Pool }): RuleSource {
  const known = new Map<string, { until: number; answer: Promise<KeptRules> }>();
  const read: RuleSource["standing"] = async ({ version, environment }) => {
    const { rows } = await pool.query(STANDING, [version.flowId, environment, version.id]);
    const { judged, today } = Standing.parse(rows[0]);
    return { flow: version.flowKey, relations: judged?.relations ?? {}, judgedBy: judged === null ? [today] : [judged.rules, today] };
  };
  return {
    standing: (q) => {
      const name = `${q.environment} ${q.version.id}`;
      const kept = known.get(name);
      if (q.isFresh !== true && kept && kept.until > performance.now()) return kept.answer;
      const answer = read(q);
      known.set(name, { until: performance.now() + BELIEVED, answer });
      // what could not be read is asked for again
      answer.catch(() => known.get(name)?.answer === answer && known.delete(name));
      return answer;
    },
  };
}
