/** Asks an Odoo who it is and who we are there, one question after the other: the first that fails says what to do. Changes nothing there. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Check } from "#server/app.ts";
import type { ConnectionTester, OpenConnection } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { createClients, understood } from "./client.ts";
import type { ClientOf, OdooClient } from "./client.ts";

const LIMIT_MS = 20_000;
const OLDEST = 14;
const SPEAKS_JSON_2 = 19;

const Who = z.object({ uid: z.number() });
const Users = z.array(z.object({ name: z.string(), login: z.string(), company_id: z.union([z.tuple([z.number(), z.string()]), z.literal(false)]) }));

type Found = { checks: Check[]; identity: Record<string, string> | null };

export function testOdoo(deps: { guard: Guard }): ConnectionTester {
  return async (connection) => {
    const began = performance.now();
    const { checks, identity } = await ask(createClients(deps), connection);
    return { ok: checks.every((check) => check.ok), checks, identity, milliseconds: Math.round(performance.now() - began) };
  };
}

/** The question that a trouble belongs to, where it is not the one being asked. */
const QUESTION: Record<string, string> = { "odoo.database_missing": "Database", "odoo.key_refused": "API key", "odoo.not_allowed": "Rights" };

async function ask(clientOf: ClientOf, connection: OpenConnection): Promise<Found> {
  const checks: Check[] = [];
  let question = "Settings";
  try {
    const client = clientOf(connection);
    const { target } = client;
    const options = { signal: AbortSignal.timeout(LIMIT_MS) };
    question = "Reachable";
    const version = await client.version(options);
    const host = new URL(target.url).host;
    if (version.major < OLDEST) {
      const message = `${host} is Odoo ${version.text}, and Throughline speaks to Odoo ${OLDEST} and later.`;
      return { checks: [{ name: question, ok: false, message, fix: "Connect a newer Odoo." }], identity: null };
    }
    if (version.major < SPEAKS_JSON_2 && target.protocol === "json-2") {
      const message = `${host} is Odoo ${version.text}, which does not speak JSON-2 yet.`;
      return { checks: [{ name: question, ok: false, message, fix: "Choose JSON-RPC as the protocol of the connection." }], identity: null };
    }
    checks.push({ name: question, ok: true, message: `${host} answers as Odoo ${version.text}.` });
    question = "API key";
    const { uid } = understood(target, "res.users", Who, await client.call({ model: "res.users", method: "context_get" }, options));
    checks.push({ name: "Database", ok: true, message: `The database ${target.database} is there.` });
    const args = { domain: [["id", "=", uid]], fields: ["name", "login", "company_id"] };
    const [user] = understood(target, "res.users", Users, await client.call({ model: "res.users", method: "search_read", args }, options));
    if (user === undefined) {
      const message = "Odoo does not show us the user that the key belongs to.";
      return {
        checks: [...checks, { name: question, ok: false, message, fix: `Give ${target.login} the rights of an internal user in Odoo.` }],
        identity: null,
      };
    }
    checks.push(
      user.login === target.login
        ? { name: question, ok: true, message: `The key is accepted for ${user.name} (${user.login}).` }
        : {
            name: question,
            ok: false,
            message: `The key belongs to ${user.login}, and the connection names ${target.login}.`,
            fix: `Enter a key of ${target.login}, or change the login.`,
          },
    );
    question = "Rights";
    const mayRead = await mayReadContacts(client, options);
    checks.push(
      mayRead === true
        ? { name: question, ok: true, message: `${user.login} may read contacts.` }
        : {
            name: question,
            ok: false,
            message: `${user.login} may not even read contacts.`,
            fix: `Give ${user.login} the groups of the models that flows use.`,
          },
    );
    const identity = {
      name: user.name,
      login: user.login,
      company: user.company_id ? user.company_id[1] : "",
      database: target.database,
      version: version.text,
    };
    return { checks, identity };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message, fix } = error.failure;
    return { checks: [...checks, { name: QUESTION[code] ?? question, ok: false, message, ...(fix === undefined ? {} : { fix }) }], identity: null };
  }
}

/** Older servers ask by another name. */
async function mayReadContacts(client: OdooClient, options: { signal: AbortSignal }): Promise<Json> {
  const ask = (method: string, args: Record<string, Json>) => client.call({ model: "res.partner", method, args }, options);
  const isOlder = client.target.protocol === "json-rpc";
  return isOlder ? ask("check_access_rights", { operation: "read", raise_exception: false }) : ask("has_access", { operation: "read" });
}
