/** A step that depends on nothing but what it is given: it is recomputed, not repeated. Checking by a schema asks nobody. */
import type { AnyStep } from "./step.ts";

export function isPure(definition: Pick<AnyStep, "effect" | "uses">): boolean {
  return !definition.effect && definition.uses.every((port) => port === "schema");
}
