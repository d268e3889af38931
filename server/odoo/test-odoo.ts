/** Asks an Odoo who it is and who we are there, one question after the other: the first that fails says what to do. Changes nothing there. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { Check, OdooFacts } from "#server/app.ts";
import type { ConnectionTester, OpenConnection } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { createClients, understood } from "./client.ts";
import type { ClientOf } from "./client.ts";
import { OLDEST, SPEAKS_JSON_2, databasesOf } from "./connect.ts";
import { factsOf } from "./connect-facts.ts";
import { mayDo } from "./rights.ts";
import type { OdooTarget } from "./target.ts";
import { withoutLimits } from "./visit.ts";

const LIMIT_MS = 20_000;

const Text = z.union([z.string(), z.literal(false)]).nullish();
const Who = z.object({ uid: z.number(), lang: Text, tz: Text });
const Users = z.array(
  z.object({
    name: z.string(),
    login: z.string(),
    company_id: z.union([z.tuple([z.number(), z.string()]), z.literal(false)]),
    company_ids: z.array(z.number()),
  }),
);

type Found = { checks: Check[]; identity: Record<string, string> | null; facts?: OdooFacts };

export function testOdoo(deps: { guard: Guard }): ConnectionTester {
  return async (connection) => {
    const began = performance.now();
    const found = await ask(createClients(deps), deps.guard, withoutLimits(connection));
    return { ...found, ok: found.checks.every((check) => check.ok), milliseconds: Math.round(performance.now() - began) };
  };
}

/** The question that a trouble belongs to, where it is not the one being asked. */
const QUESTION: Record<string, string> = {
  "odoo.database_missing": "Database",
  "odoo.api_closed": "External API",
  "odoo.key_refused": "API key",
  "odoo.key_expired": "API key",
  "odoo.key_missing": "API key",
};

async function ask(clientOf: ClientOf, guard: Guard, connection: OpenConnection): Promise<Found> {
  const checks: Check[] = [];
  let question = "Settings";
  let asked: OdooTarget | null = null;
  const failed = (check: Omit<Check, "ok">): Found => ({ checks: [...checks, { ...check, ok: false }], identity: null });
  const options = { signal: AbortSignal.timeout(LIMIT_MS) };
  try {
    const client = clientOf(connection);
    const { target } = client;
    asked = target;
    question = "Reachable";
    const version = await client.version(options);
    const { host } = new URL(target.url);
    if (version.major < OLDEST) {
      const message = `${host} is Odoo ${version.text}, and Throughline speaks to Odoo ${OLDEST} and later.`;
      return failed({ name: question, message, fix: "Connect a newer Odoo." });
    }
    if (version.major < SPEAKS_JSON_2 && target.protocol === "json-2") {
      const message = `${host} is Odoo ${version.text}, which does not speak JSON-2 yet.`;
      return failed({ name: question, message, fix: "Choose JSON-RPC as the protocol of the connection." });
    }
    checks.push({ name: question, ok: true, message: `${host} answers as Odoo ${version.text}.` });
    question = "API key";
    const who = understood(target, "res.users", Who, await client.call({ model: "res.users", method: "context_get" }, options));
    checks.push({ name: "Database", ok: true, message: `The database ${target.database} is there.` });
    const args = { domain: [["id", "=", who.uid]], fields: ["name", "login", "company_id", "company_ids"] };
    const [user] = understood(target, "res.users", Users, await client.call({ model: "res.users", method: "search_read", args }, options));
    if (user === undefined) {
      const message = "Odoo does not show us the user that the key belongs to.";
      return failed({ name: question, message, fix: `Give ${target.login} the rights of an internal user in Odoo.` });
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
    checks.push(
      (await mayDo(client, { model: "res.partner", right: "read" }, options))
        ? { name: question, ok: true, message: `${user.login} may read contacts.` }
        : {
            name: question,
            ok: false,
            message: `${user.login} may not even read contacts.`,
            fix: `Give ${user.login} the groups of the models that flows use.`,
          },
    );
    const company = user.company_id || null;
    const identity = { name: user.name, login: user.login, company: company?.[1] ?? "", database: target.database, version: version.text };
    const facts = await factsOf(
      client,
      { uid: who.uid, lang: who.lang || null, tz: who.tz || null, companyIds: user.company_ids, company },
      version.text,
      options,
    );
    return { checks, identity, facts };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message, fix } = asked === null ? error.failure : await inItsPlace(guard, { target: asked, connection, failure: error.failure }, options);
    return failed({ name: QUESTION[code] ?? question, message, ...(fix === undefined ? {} : { fix }) });
  }
}

type Trouble = Pick<Failure, "code" | "message"> & { fix?: string | undefined };
type Placing = { target: OdooTarget; connection: OpenConnection; failure: Failure };

/** What Odoo answers alike for several causes, told apart by what else is known. */
async function inItsPlace(guard: Guard, { target, connection, failure }: Placing, options: { signal: AbortSignal }): Promise<Trouble> {
  const { host } = new URL(target.url);
  const isOwnWord = /\b(subscription|pricing plan|your plan|external api)\b/i.test(failure.message);
  if (isOwnWord) return apiClosed(host);
  if (failure.code === "odoo.database_missing") {
    const known = await databasesOf(guard, target, options);
    // the same answer says that there is no such database, and that programs are not let in
    if (known?.includes(target.database)) return apiClosed(host);
    if (known !== null) return { ...failure, fix: `It has ${known.slice(0, 5).join(", ")}.` };
    return { ...failure, fix: "Odoo writes its name under Settings, Developer Tools, and on Odoo Online it is most often the first part of the address." };
  }
  if (failure.code !== "odoo.key_refused") return failure;
  const end = typeof connection.config.keyExpires === "string" ? new Date(connection.config.keyExpires) : null;
  if (end !== null && end.getTime() < Date.now()) return keyExpired(target, end);
  if (!/^[0-9a-f]{40}$/.test(target.apiKey)) {
    const message = `Odoo does not accept what was entered as the API key of ${target.login}, and it does not look like one.`;
    return {
      code: failure.code,
      message,
      fix: "A key has 40 characters, 0 to 9 and a to f. A password does not work. Make a key in Odoo under Preferences, Security, New API Key.",
    };
  }
  const message = `Odoo does not accept this API key for ${target.login}: it is mistyped, was removed, has expired, or belongs to another database.`;
  return { code: failure.code, message, fix: `Make a new one in Odoo, signed in as ${target.login}, under Preferences, Security, New API Key.` };
}

function apiClosed(host: string): Trouble {
  return {
    code: "odoo.api_closed",
    message: `${host} is an Odoo that does not let programs in: its external API is closed.`,
    fix: "On Odoo Online the external API comes with the Custom plan. On a server of your own, install the app rpc and let a proxy pass /json/2 and /jsonrpc.",
  };
}

function keyExpired(target: { login: string }, end: Date): Trouble {
  return {
    code: "odoo.key_expired",
    message: `The API key of ${target.login} expired on ${end.toISOString().slice(0, 10)}.`,
    fix: "Replace it: make a new key in Odoo under Preferences, Security, New API Key, and enter it here.",
  };
}
