/** What this screen says about versions and rules. */
import type { ContractState, ContractUse } from "#server/app.ts";

/** The version that new flows keep to: the newest active one, or where there is none the newest. Newest first. */
export function inForce<V extends { state: ContractState }>(versions: readonly V[]): V | undefined {
  return versions.find((version) => version.state === "active") ?? versions[0];
}

export const HOW: Record<ContractUse["how"], string> = { publishes: "publishes it", checks: "checks by it", makes: "makes it" };

export const POLICY = {
  flag: { label: "Flag", long: "Flag: a warning while drawing, and when the flow is published" },
  stop: { label: "Stop", long: "Stop: the flow cannot be published or deployed" },
} as const;
