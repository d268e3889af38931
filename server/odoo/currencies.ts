/** By what the money of each currency is rounded, in one Odoo. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Json } from "#flow/document.ts";

const Listed = z.array(z.object({ id: z.number(), rounding: z.number() }));

export type Currencies = ReadonlyMap<number, number>;

/** What most currencies have; also where currencies may not be read. */
export const CENT = 0.01;

/** Steps by the currencies' ids. None where the connection may not read them. */
export async function askCurrencies(
  call: (q: { model: string; method: string; args: Record<string, Json>; context: Record<string, Json> }) => Promise<Json>,
): Promise<Currencies> {
  try {
    // archived ones, too: old records are in them
    const answer = await call({
      model: "res.currency",
      method: "search_read",
      args: { domain: [], fields: ["rounding"] },
      context: { active_test: false },
    });
    const read = Listed.safeParse(answer);
    return new Map(read.success ? read.data.map(({ id, rounding }) => [id, rounding]) : []);
  } catch (error) {
    if (error instanceof StepFailure && (error.failure.kind === "authorization" || error.failure.kind === "configuration")) return new Map();
    throw error;
  }
}
