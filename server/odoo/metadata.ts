/** Models and fields of a connected Odoo for the designer: what it really has, for the login of the connection. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { OdooMetadata, OdooModel } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { OdooClient } from "./client.ts";
import { createClients, understood } from "./client.ts";
import { defaultsOf } from "./defaults.ts";
import type { OdooDeps } from "./port.ts";

const REMEMBERED_MS = 5 * 60_000;
const Listed = z.array(z.object({ model: z.string(), name: z.string() }));
const Available = z.array(z.object({ model: z.string(), display_name: z.string() }));

export function createOdooMetadata(deps: OdooDeps): OdooMetadata {
  const clientOf = createClients(deps);
  const remembered = new WeakMap<OdooClient, { at: number; models: Promise<OdooModel[]> }>();
  const open = async (q: { environment: string; connection: string }) =>
    clientOf(await deps.connections.get({ environment: q.environment, key: q.connection }));

  return {
    models: (q) =>
      forPeople(async () => {
        const client = await open(q);
        const known = remembered.get(client);
        if (known && performance.now() - known.at < REMEMBERED_MS) return known.models;
        const entry = { at: performance.now(), models: listModels(client) };
        remembered.set(client, entry);
        entry.models.catch(() => remembered.delete(client));
        return entry.models;
      }),
    fields: (q) =>
      forPeople(async () => {
        const client = await open(q);
        const fields = await client.fields(q.model);
        const filled = await defaultsOf(client, q.model, fields);
        return [...fields.values()]
          .map(({ precision: _, zone: __, currency: ___, ...field }) => ({ ...field, filled: filled.has(field.name) }))
          .sort((a, b) => Number(b.required) - Number(a.required) || a.label.localeCompare(b.label, "en"));
      }),
    methods: (q) => forPeople(async () => (await open(q)).methods(q.model)),
  };
}

async function listModels(client: OdooClient): Promise<OdooModel[]> {
  const models = await allModels(client).catch((error: unknown) => {
    // the full list is for administrators of Odoo; everybody gets the models that their menus show
    if (error instanceof StepFailure && (error.failure.kind === "authorization" || error.failure.kind === "configuration")) return availableModels(client);
    throw error;
  });
  return models.sort((a, b) => a.label.localeCompare(b.label, "en"));
}

async function allModels(client: OdooClient): Promise<OdooModel[]> {
  const args = {
    domain: [
      ["transient", "=", false],
      ["abstract", "=", false],
    ],
    fields: ["model", "name"],
  };
  const listed = understood(client.target, "ir.model", Listed, await client.call({ model: "ir.model", method: "search_read", args }));
  return listed.map(({ model, name }) => ({ model, label: name || model }));
}

async function availableModels(client: OdooClient): Promise<OdooModel[]> {
  const answer = await client.call({ model: "ir.model", method: "get_available_models" });
  return understood(client.target, "ir.model", Available, answer).map((each) => ({ model: each.model, label: each.display_name }));
}

async function forPeople<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message, fix, retryable } = error.failure;
    throw new UseCaseError({ code, status: retryable ? 503 : 422, message, ...(fix === undefined ? {} : { fix }) });
  }
}
