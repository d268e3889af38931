/** What several routes take. */
import { z } from "zod";
import { EnvironmentName, FlowKey } from "../../inputs.ts";

export const none = z.object({});
export const environment = EnvironmentName.default("production");
export const inEnvironment = z.object({ environment });
export const ofFlow = z.object({ key: FlowKey });
export const ofId = z.object({ id: z.string().max(100) });
export const cursor = z.string().max(500).optional();

/** What was given: a key that is left out is not there, instead of being undefined. */
export function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
