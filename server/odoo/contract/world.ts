/** What the promises of the contract are tried with: connections of every sort to one Odoo, and the port through which steps see it. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { OdooPort } from "#flow/ports.ts";
import type { OpenConnection } from "#server/deps.ts";
import { createGuard } from "#server/http/guard.ts";
import { createOdooMetadata } from "../metadata.ts";
import { createOdooPort } from "../port.ts";
import { createLossyProxy } from "./lossy-proxy.ts";

export type ContractTarget = { url: string; database: string; login: string; apiKey: string; protocol?: "json-2" | "json-rpc" };
export type ContractWorld = ReturnType<typeof contractWorld>;

export const ENVIRONMENT = "production";

/** Call inside a describe: it hooks into its beginning and end. */
export function contractWorld(open: () => Promise<ContractTarget>) {
  const guard = createGuard();
  const connections = new Map<string, OpenConnection>();
  const source = {
    get: async ({ key }: { key: string }) => {
      const found = connections.get(key);
      if (found === undefined) throw new Error(`The suite has no connection ${key}.`);
      return found;
    },
  };
  const port: OdooPort = createOdooPort({ guard, connections: source })(ENVIRONMENT);
  const metadata = createOdooMetadata({ guard, connections: source });
  const lossy = createLossyProxy();
  const run = randomUUID().slice(0, 8);
  const options = () => ({ signal: AbortSignal.timeout(40_000), note: () => {} });
  const key = () => `contract/${randomUUID()}`;
  const unique = (what: string) => `${what} ${run} ${randomUUID().slice(0, 6)}`;

  const search = async (model: string, domain: Json[], fields: string[]) => {
    const { records } = await port.search({ connection: "odoo", model, domain, fields, order: "id asc" }, options());
    return records;
  };
  const read = async (model: string, id: number, fields: string[]) => {
    const [record] = await search(model, [["id", "=", id]], fields);
    if (record === undefined) throw new Error(`${model} ${id} is not there.`);
    return record;
  };
  const createOne = async (q: { externalId: string; values: Record<string, Json>; model?: string; connection?: string; known?: number }) => {
    const { model = "res.partner", connection = "odoo", ...record } = q;
    const [written] = await port.create({ connection, model, records: [record] }, options());
    if (written === undefined) throw new Error("Nothing was answered for the record.");
    return written;
  };
  const edit = (id: number, values: Record<string, Json>) =>
    port.call({ connection: "odoo", model: "res.partner", method: "write", ids: [id], args: { vals: values } }, options());
  const upsert = (q: Partial<Parameters<OdooPort["upsert"]>[0]> & Pick<Parameters<OdooPort["upsert"]>[0], "match" | "values">) =>
    port.upsert({ connection: "odoo", model: "res.partner", onMatch: "update", externalId: key(), ...q }, options());

  beforeAll(async () => {
    const target = await open();
    const add = (name: string, change: { url?: string; database?: string; apiKey?: string; allow?: Json; settings?: Record<string, Json> } = {}) =>
      connections.set(name, {
        environment: ENVIRONMENT,
        key: name,
        kind: "odoo",
        name,
        config: {
          url: change.url ?? target.url,
          database: change.database ?? target.database,
          login: target.login,
          allowPrivate: true,
          ...change.settings,
          ...(target.protocol === undefined ? {} : { protocol: target.protocol }),
          ...(change.allow === undefined ? {} : { allow: change.allow }),
        },
        secrets: { apiKey: change.apiKey ?? target.apiKey },
      });
    add("odoo");
    add("wrong-key", { apiKey: "0123456789abcdef0123456789abcdef01234567" });
    add("nobody", { url: "http://127.0.0.1:9" });
    add("wrong-database", { database: "no_such_database" });
    add("lossy", { url: await lossy.open(target.url) });
    add("oslo", { settings: { language: "en_US", timezone: "Europe/Oslo", companies: [1] } });
    add("no-language", { settings: { language: "xx_XX" } });
    add("no-company", { settings: { companies: [777] } });
    add("contacts", { allow: [{ model: "res.partner", operations: ["read", "create", "update"] }] });
    add("narrow", { allow: [{ model: "res.partner", operations: ["read"] }] });
  });
  afterAll(async () => {
    await lossy.close();
    await guard.close();
  });

  return { guard, source, port, metadata, lossy, run, options, key, unique, search, read, createOne, edit, upsert };
}

export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StepFailure) return error.failure;
    throw error;
  }
  throw new Error("It was expected to fail and did not.");
}
