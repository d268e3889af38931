/** Collisions inside Odoo, which rolled the call back, and limits in front of it, which did not let it in: the very same call may pass a moment later. */
import { setTimeout as sleep } from "node:timers/promises";
import { StepFailure, technical } from "#flow/failure.ts";

const TRIES = 5;
const LONGEST_MS = 5_000;

/** Repeats what only collided. Odoo has repeated it itself by then, so few tries are enough. */
export async function untangled<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !(error instanceof StepFailure)) throw error;
      const { kind, retryAfterMs = 1_000 } = error.failure;
      if (kind === "contention") await pause(Math.random() * 100 * 2 ** attempt, signal);
      // whoever asks for a longer pause gets it between attempts of the step, which holds no worker meanwhile
      else if (error.failure.code === "odoo.rate_limited" && retryAfterMs <= LONGEST_MS) await pause(retryAfterMs * (1 + Math.random()), signal);
      else throw error;
    }
  }
}

/** Random, so that those who collided do not meet again: up to 0.2 s after the first try, up to 1.6 s after the fourth. */
async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
  } catch {
    throw technical("contention", "odoo.aborted", "The step was stopped while it waited to ask Odoo again; nothing was written by that call.", {
      retryable: true,
    });
  }
}
