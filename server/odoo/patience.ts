/** Collisions inside Odoo: it rolled the call back, so the very same call may pass a moment later. */
import { setTimeout as sleep } from "node:timers/promises";
import { StepFailure, technical } from "#flow/failure.ts";

const TRIES = 5;

/** Repeats what only collided. Odoo has repeated it itself by then, so few tries are enough. */
export async function untangled<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !(error instanceof StepFailure) || error.failure.kind !== "contention") throw error;
      await pause(attempt, signal);
    }
  }
}

/** Random, so that those who collided do not meet again: up to 0.2 s after the first try, up to 1.6 s after the fourth. */
async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(Math.random() * 100 * 2 ** attempt, undefined, signal ? { signal } : {});
  } catch {
    throw technical("contention", "odoo.aborted", "The step was stopped while it waited to ask Odoo again; nothing was written by that call.", {
      retryable: true,
    });
  }
}
