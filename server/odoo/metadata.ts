/** Models and fields of a connected Odoo, for the designer: what it really has, for the user that the connection signs in as. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { OdooMetadata } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import { createClients, understood } from "./client.ts";
import type { OdooDeps } from "./port.ts";

const LIMIT_MS = 20_000;
const Models = z.array(z.object({ model: z.string(), display_name: z.string() }));

export function createOdooMetadata(deps: OdooDeps): OdooMetadata {
  const clients = createClients(deps);
  const open = async (q: { environment: string; connection: string }) => clients(await deps.connections.get({ environment: q.environment, key: q.connection }));
  return {
    models: (q) =>
      forPeople(async () => {
        const client = await open(q);
        const answer = await client.call({ model: "ir.model", method: "get_available_models", args: {} }, { signal: AbortSignal.timeout(LIMIT_MS) });
        const models = understood(client.target, "ir.model", Models, answer).map((each) => ({ model: each.model, label: each.display_name }));
        return models.sort((a, b) => a.label.localeCompare(b.label, "en"));
      }),
    fields: (q) =>
      forPeople(async () => {
        const fields = [...(await (await open(q)).fields(q.model)).values()].map(({ precision: _, ...field }) => field);
        return fields.sort((a, b) => Number(b.required) - Number(a.required) || a.label.localeCompare(b.label, "en"));
      }),
  };
}

async function forPeople<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message, fix, kind } = error.failure;
    throw new UseCaseError({ code, status: kind === "unavailable" || kind === "timeout" ? 503 : 422, message, ...(fix === undefined ? {} : { fix }) });
  }
}
