/** Asks an Odoo who it is and who we are there, one question after the other: the first that fails says what to do. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Check } from "#server/app.ts";
import type { ConnectionTester, OpenConnection } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { understood } from "./client.ts";
import { createJson2 } from "./json2.ts";
import { targetOf } from "./target.ts";

const LIMIT_MS = 15_000;
const OLDEST = 19;
const Context = z.looseObject({
  uid: z.number(),
  lang: z.union([z.string(), z.literal(false)]).optional(),
  tz: z.union([z.string(), z.literal(false)]).optional(),
});
const User = z.array(z.object({ name: z.string(), login: z.string(), company_id: z.tuple([z.number(), z.string()]) }));

type Asked = { checks: Check[]; identity: Record<string, string> | null };

export function testOdoo(deps: { guard: Guard }): ConnectionTester {
  return async (connection) => {
    const began = performance.now();
    const { checks, identity } = await ask(deps.guard, connection);
    return { ok: checks.every((check) => check.ok), checks, identity, milliseconds: Math.round(performance.now() - began) };
  };
}

async function ask(guard: Guard, connection: OpenConnection): Promise<Asked> {
  const checks: Check[] = [];
  let asking = "Settings";
  try {
    const target = targetOf(connection);
    const transport = createJson2({ guard })(target);
    const options = { signal: AbortSignal.timeout(LIMIT_MS) };
    asking = "Server";
    const version = await transport.version(options);
    if (version.major < OLDEST)
      return {
        checks: [{ name: asking, ok: false, message: `This is Odoo ${version.text}; Throughline needs ${OLDEST} or later.`, fix: "Connect a newer Odoo." }],
        identity: null,
      };
    checks.push({ name: asking, ok: true, message: `Odoo ${version.text} answers.` });
    asking = "Sign-in";
    const context = understood(target, "res.users", Context, await transport.call({ model: "res.users", method: "context_get", args: {} }, options));
    checks.push({ name: asking, ok: true, message: "Odoo accepts the database and the API key." });
    asking = "User";
    const args = { domain: [["id", "=", context.uid]], fields: ["name", "login", "company_id"] };
    const [user] = understood(target, "res.users", User, await transport.call({ model: "res.users", method: "search_read", args }, options));
    if (!user)
      return {
        checks: [...checks, { name: asking, ok: false, message: "Odoo does not show us our own user.", fix: "Give the user the right to read users." }],
        identity: null,
      };
    checks.push(
      user.login === target.login
        ? { name: asking, ok: true, message: `We are ${user.name} (${user.login}).` }
        : {
            name: asking,
            ok: false,
            message: `The API key belongs to ${user.login}, not to ${target.login}.`,
            fix: "Correct the login, or use a key of that user.",
          },
    );
    asking = "Rights";
    const models = understood(
      target,
      "ir.model",
      z.array(z.unknown()),
      await transport.call({ model: "ir.model", method: "get_available_models", args: {} }, options),
    );
    checks.push(
      models.length > 0
        ? { name: asking, ok: true, message: `${models.length} models are open to this user.` }
        : { name: asking, ok: false, message: "This user may use no model.", fix: "Give the user rights in Odoo." },
    );
    const identity: Record<string, string> = { user: user.name, login: user.login, company: user.company_id[1], version: version.text };
    if (typeof context.tz === "string") identity.timeZone = context.tz;
    if (typeof context.lang === "string") identity.language = context.lang;
    return { checks, identity };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { message, fix, code } = error.failure;
    return {
      checks: [...checks, { name: code === "odoo.database_missing" ? "Database" : asking, ok: false, message, ...(fix === undefined ? {} : { fix }) }],
      identity: null,
    };
  }
}
