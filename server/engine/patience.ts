/** Postgres may be away for a moment: restarted, failed over, out of connections. What was not answered is asked again for a while. */
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 15_000;

/** Whether the database could not be reached or ended the connection, as opposed to refusing a statement. */
export function isConnectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // 08: connection exception, 57P0x: shutdown, 53300: too many connections; without a SQLSTATE: the socket
  if (/^(08...|57P0.|53300)$/.test(code) || /^E[A-Z]+$/.test(code)) return true;
  return code === "" && /terminated|timeout exceeded when trying to connect|Connection ended|not queryable/i.test(error.message);
}

/** Whether the connection broke behind a question: it may have been done, and its answer lost. Where none could be had, nothing was asked. */
export function isAnswerLost(error: unknown): boolean {
  if (!isConnectionTrouble(error) || !(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return !/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|57P03|53300|08001|08004)$/.test(code) && !/timeout exceeded when trying to connect/i.test(error.message);
}

/** Only for work that is conditional on a lease or otherwise the same when done twice. */
export async function withPatience<T>(work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let delay = 100; ; delay = Math.min(delay * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionTrouble(error) || performance.now() + delay > until) throw error;
      await sleep(delay);
    }
  }
}
