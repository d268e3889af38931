/** A step that depends on nothing but what it is given: it is recomputed, not repeated. Checking by a schema asks nobody. */
import type { AnyStep } from "#flow/step.ts";

export function isPure(definition: AnyStep): boolean {
  return !definition.effect && definition.uses.every((port) => port === "schema");
}
