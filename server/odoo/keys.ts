/**
 * A new API key made in Odoo with the old one. Two ways: newer Odoo 19 makes one for whoever proves to have one (`generate`), where that is
 * switched on or the user is an administrator. Every other Odoo asks for the login's password first; the same question that its own screens
 * ask (`res.users.identitycheck`). The password is used in that one call and kept nowhere.
 */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import { understood } from "./client.ts";
import type { OdooClient } from "./client.ts";
import type { SendOptions } from "./transport.ts";

type MadeKey = { kind: "made"; apiKey: string; name: string; expiresAt: string } | { kind: "password-needed"; why: string };
type MakingKey = { name: string; expiresAt: string; password?: string };

const KEYS = "res.users.apikeys";
const DESCRIPTION = "res.users.apikeys.description";
const CHECK = "res.users.identitycheck";
const Ids = z.union([z.array(z.number()), z.number().transform((id) => [id])]);
const Asked = z.object({ res_model: z.literal(CHECK), res_id: z.number() });
const Shown = z.object({ context: z.object({ default_key: z.string().min(20) }) });

/** @throws StepFailure for what Odoo refuses: the password, or how long the key is to last */
export async function makeKey(client: OdooClient, q: MakingKey, { signal }: { signal: AbortSignal }): Promise<MadeKey> {
  // a second key would be one too many
  const options = { signal, repeatable: false };
  const generated = q.password === undefined ? await generate(client, q, options) : null;
  if (generated !== null && "apiKey" in generated) return { kind: "made", ...named(q), apiKey: generated.apiKey };
  if (q.password === undefined) return { kind: "password-needed", why: generated?.why ?? "Odoo asks for the login's password before it makes a key." };
  return { kind: "made", ...named(q), apiKey: await withPassword(client, { ...q, password: q.password }, options) };
}

const named = ({ name, expiresAt }: MakingKey) => ({ name, expiresAt });
/** Odoo's own way to write a moment. */
const moment = (iso: string) => iso.slice(0, 19).replace("T", " ");

async function generate(client: OdooClient, q: MakingKey, options: SendOptions): Promise<{ apiKey: string } | { why: string }> {
  const args = { key: client.target.apiKey, scope: "rpc", name: q.name, expiration_date: moment(q.expiresAt) };
  try {
    const made = await client.call({ model: KEYS, method: "generate", args }, options);
    return { apiKey: understood(client.target, KEYS, z.string().min(20), made) };
  } catch (error) {
    if (!(error instanceof StepFailure) || error.failure.retryable) throw error;
    return { why: WHY[error.failure.code] ?? `Odoo does not let programs make keys (${error.failure.message})` };
  }
}

const WHY: Record<string, string> = {
  "odoo.unknown_method": "This Odoo makes a key only for somebody who enters the login's password.",
  "odoo.unknown_model": "This Odoo makes a key only for somebody who enters the login's password.",
};

async function withPassword(client: OdooClient, q: MakingKey & { password: string }, options: SendOptions): Promise<string> {
  const description = { name: q.name, duration: "-1", expiration_date: moment(q.expiresAt) };
  const { target } = client;
  const ids = understood(target, DESCRIPTION, Ids, await client.call({ model: DESCRIPTION, method: "create", args: { vals_list: [description] } }, options));
  const answer = await client.call({ model: DESCRIPTION, method: "make_key", ids }, options);
  const asked = Asked.safeParse(answer);
  // nobody is asked twice within ten minutes
  const shown = asked.success
    ? await client.call({ model: CHECK, method: "run_check", ids: [asked.data.res_id], context: { password: q.password } }, options)
    : answer;
  return understood(target, CHECK, Shown, shown).context.default_key;
}
