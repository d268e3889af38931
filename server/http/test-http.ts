/** Asks the base address of an http connection once, with its credentials: whether it is there and takes them. Changes nothing there. */
import type { Check } from "#server/app.ts";
import type { ConnectionTester, OpenConnection } from "#server/deps.ts";
import { credentials, HttpConfig, HTTP_SECRET } from "./config.ts";
import { GuardError } from "./guard-error.ts";
import type { Guard } from "./guard.ts";

export function testHttp(deps: { guard: Guard }): ConnectionTester {
  return async (connection) => {
    const began = performance.now();
    const checks = await checksOf(deps.guard, connection);
    return { ok: checks.every((check) => check.ok), checks, identity: null, milliseconds: Math.round(performance.now() - began) };
  };
}

async function checksOf(guard: Guard, connection: OpenConnection): Promise<Check[]> {
  const config = HttpConfig.safeParse(connection.config);
  if (!config.success)
    return [{ name: "Settings", ok: false, message: "The connection is not set up completely.", fix: "Check its base address and authentication." }];
  const { auth, baseUrl, allowPrivate } = config.data;
  const secret = HTTP_SECRET[auth.kind];
  const settings: Check[] =
    secret !== null && connection.secrets[secret] === undefined
      ? [{ name: "Secret", ok: false, message: `The secret ${secret} is not set.`, fix: "Enter it in the connection." }]
      : [];
  const host = new URL(baseUrl).host;
  try {
    const answer = await guard.fetch(baseUrl, {
      headers: { accept: "*/*", ...credentials(auth, connection.secrets) },
      allowPrivate: allowPrivate ?? false,
      timeoutMs: 10_000,
      redirect: "follow",
      maxBytes: 4 * 1024 * 1024,
    });
    return [...settings, { name: "Reachable", ok: true, message: `${host} answers.` }, ...judged(answer.status, host)];
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    // it answered, and more than a test needs
    if (error.code === "guard.too_large") return [...settings, { name: "Reachable", ok: true, message: `${host} answers.` }];
    return [...settings, { name: "Reachable", ok: false, message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) }];
  }
}

function judged(status: number, host: string): Check[] {
  if (status === 401 || status === 403)
    return [
      {
        name: "Credentials",
        ok: false,
        message: `${host} answered ${status}: it does not accept who we are.`,
        fix: "Check the connection's authentication and secret.",
      },
    ];
  if (status >= 500) return [{ name: "Healthy", ok: false, message: `${host} answered ${status}.`, fix: "Look whether the other system is well." }];
  // many interfaces have nothing at their base address: 404 there is no fault
  return [{ name: "Credentials", ok: true, message: `${host} answered ${status}.` }];
}
