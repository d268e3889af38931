/**
 * How many requests a hook takes, over all processes together. Those that wait at the same moment ask in one statement; a hook without a
 * rate asks nothing. A refused request was not accepted: the sender is told when to come again.
 */
import { milliseconds } from "#flow/duration.ts";
import type { WebhookConfig } from "#flow/steps/trigger-webhook/step.ts";
import type { Pool } from "../db/pool.ts";
import { sqlFile } from "../db/sql.ts";
import { createBatcher } from "../engine/batcher.ts";
import { isConnectionTrouble } from "../engine/patience.ts";
import { HookRefusal } from "./refusal.ts";

const TAKE_RATE = sqlFile(import.meta.url, "take-rate");

type Rate = NonNullable<WebhookConfig["rateLimit"]>;
type Asked = { registrationId: string; rate: Rate };
type Answer = { isGranted: boolean; retryAfter: number };

/** @throws HookRefusal 429 */
export type KeepRate = (q: { registrationId: string; rate: Rate | undefined }) => Promise<void>;

export function createKeepRate(q: { pool: Pool }): KeepRate {
  const ask = createBatcher<Asked, Answer>({ maxItems: 500, lanes: 2, isShared: isConnectionTrouble, work: (items) => askAll(q.pool, items) });
  return async ({ registrationId, rate }) => {
    if (rate === undefined) return;
    const { isGranted, retryAfter } = await ask({ registrationId, rate });
    if (isGranted) return;
    throw new HookRefusal({
      status: 429,
      code: "hook.rate",
      message: `This hook takes ${rate.requests} request${rate.requests === 1 ? "" : "s"} per ${rate.per}. Nothing was accepted.`,
      fix: `Send it again in ${retryAfter} s.`,
      headers: { "retry-after": String(retryAfter) },
    });
  };
}

async function askAll(pool: Pool, items: Asked[]): Promise<Answer[]> {
  const hooks = [...Map.groupBy(items, (item) => item.registrationId)];
  const answers = await Promise.all(hooks.map(async ([id, asked]) => [id, await take(pool, id, asked)] as const));
  const left = new Map(answers);
  return items.map((item) => {
    const answer = left.get(item.registrationId) ?? { granted: 0, retryAfter: 1 };
    answer.granted -= 1;
    return { isGranted: answer.granted >= 0, retryAfter: answer.retryAfter };
  });
}

async function take(pool: Pool, id: string, asked: Asked[]): Promise<{ granted: number; retryAfter: number }> {
  const rate = asked.at(-1)?.rate ?? { requests: 1, per: "PT1S" };
  const each = milliseconds(rate.per) / 1000 / rate.requests;
  const { rows } = await pool.query<{ granted: number; retry_after: number }>(TAKE_RATE, [id, asked.length, each, rate.requests]);
  return { granted: rows[0]?.granted ?? 0, retryAfter: Math.max(1, Math.ceil(rows[0]?.retry_after ?? 1)) };
}
