/** Waiting for a run's end without asking again and again: the run announces it. */
import { Json } from "#flow/document.ts";
import { Failure } from "#flow/failure.ts";
import { z } from "zod";
import { UseCaseError } from "../deps.ts";
import type { Engine } from "../deps.ts";
import type { Pool } from "../db/pool.ts";
import type { Sensitive } from "../sensitive.ts";
import type { Ear } from "./listen.ts";
import { SQL } from "./statements.ts";

const FINAL = new Set(["succeeded", "failed", "cancelled", "skipped"]);

const Result = z.object({ status: z.string(), output: Json.nullable(), failure: Failure.nullable() });
type Result = z.infer<typeof Result>;

export function createWaitFor(q: { pool: Pool; ear: Ear; sensitive: Pick<Sensitive, "open"> }): Engine["waitFor"] {
  return async ({ runId, milliseconds }) => {
    const close = await q.ear.open();
    let heard: () => void = () => undefined;
    // listening begins before looking: an end in between is not missed
    const stop = q.ear.onRun(runId, (status) => {
      if (FINAL.has(status) || status === "unknown") heard();
    });
    let timer: NodeJS.Timeout | undefined;
    try {
      const until = performance.now() + milliseconds;
      for (;;) {
        const next = new Promise<void>((resolve) => {
          heard = resolve;
        });
        const result = await read(q.pool, runId);
        const left = until - performance.now();
        if (FINAL.has(result.status) || left <= 0) return { ...result, output: result.output === null ? null : q.sensitive.open(result.output) };
        const limit = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, left);
        });
        await Promise.race([next, limit]);
        clearTimeout(timer);
      }
    } finally {
      clearTimeout(timer);
      stop();
      close();
    }
  };
}

async function read(pool: Pool, runId: string): Promise<Result> {
  const { rows } = await pool.query(SQL.runResult, [runId]);
  if (rows[0] === undefined) throw new UseCaseError({ code: "run.missing", status: 404, message: `There is no run ${runId}.` });
  return Result.parse(rows[0]);
}
