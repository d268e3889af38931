/** Greets the mail server of an smtp connection and logs in. Sends nothing. */
import type { Check } from "#server/app.ts";
import type { ConnectionTester, OpenConnection } from "#server/deps.ts";
import { GuardError } from "#server/http/guard-error.ts";
import type { Guard } from "#server/http/guard.ts";
import { SmtpConfig } from "./config.ts";
import { withMailSession } from "./session.ts";
import { SmtpError } from "./smtp-error.ts";

export function testSmtp(deps: { guard: Guard }): ConnectionTester {
  return async (connection) => {
    const began = performance.now();
    const checks = await checksOf(deps.guard, connection);
    return { ok: checks.every((check) => check.ok), checks, identity: null, milliseconds: Math.round(performance.now() - began) };
  };
}

async function checksOf(guard: Guard, connection: OpenConnection): Promise<Check[]> {
  const config = SmtpConfig.safeParse(connection.config);
  if (!config.success) return [{ name: "Settings", ok: false, message: "The connection is not set up completely.", fix: "Check its host, port and sender." }];
  const { host, port, login } = config.data;
  const password = connection.secrets.password;
  if (login !== undefined && password === undefined)
    return [{ name: "Secret", ok: false, message: "The secret password is not set.", fix: "Enter it in the connection." }];
  const reached: Check = { name: "Reachable", ok: true, message: `Mail server ${host}:${port} answers.` };
  try {
    return await withMailSession({ guard, config: config.data, password }, async () =>
      login === undefined ? [reached] : [reached, { name: "Login", ok: true, message: `It accepts ${login}.` }],
    );
  } catch (error) {
    if (error instanceof GuardError) return [{ name: "Reachable", ok: false, message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) }];
    if (!(error instanceof SmtpError)) throw error;
    if (error.phase === "login")
      return [
        reached,
        {
          name: "Login",
          ok: false,
          message: `Mail server ${host} does not accept ${login}${error.response === null ? "" : `: ${error.response}`}.`,
          fix: "Check login and password.",
        },
      ];
    return [
      {
        name: "Reachable",
        ok: false,
        message: `Mail server ${host}:${port} cannot be reached: ${error.message}.`,
        fix: "Check host, port and whether it uses TLS from the start.",
      },
    ];
  }
}
