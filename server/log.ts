/** One structured log to standard output, a JSON object per line. Secrets are cut out by name wherever they are logged from. */
import { pino } from "pino";
import type { Logger } from "pino";

export type Log = Logger;

export function createLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    redact: {
      paths: [
        "password",
        "secret",
        "secrets",
        "apiKey",
        "authorization",
        "cookie",
        "*.password",
        "*.secret",
        "*.secrets",
        "*.apiKey",
        "headers.authorization",
        "headers.cookie",
        "*.headers.authorization",
        "*.headers.cookie",
      ],
      censor: "[removed]",
    },
  });
}
