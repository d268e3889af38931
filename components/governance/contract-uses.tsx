import Link from "next/link";
import { keyed } from "#components/ui/keyed.ts";
import type { ContractUse } from "#server/app.ts";
import { HOW } from "./words.ts";

/** The steps that name a version of the contract, flow by flow. */
export function ContractUses({ environment, uses }: { environment: string; uses: readonly ContractUse[] }) {
  const flows = new Map(uses.map((use) => [use.flow, use.name]));
  return (
    <section aria-labelledby="contract-uses">
      <h3 id="contract-uses" className="mb-1 text-13 font-semibold">
        Used by
      </h3>
      {uses.length === 0 && (
        <p className="text-12 text-ink-3">No flow yet. A Map step can make it, Validate can check by it, and Publish event can publish in its name.</p>
      )}
      <ul className="text-12">
        {[...flows].map(([flow, name]) => (
          <li key={flow} className="border-b border-line py-1.5">
            <Link href={`/${environment}/flows/${flow}`} className="text-accent-text hover:underline">
              {name}
            </Link>
            {keyed(
              uses.filter((use) => use.flow === flow),
              (use) => `${use.step} ${use.how} ${use.version} ${use.deployedIn}`,
            ).map(({ key, item }) => (
              <span key={key} className="block text-ink-3">
                {item.stepName} {HOW[item.how]}, version {item.version} · {item.deployedIn === null ? "draft" : `deployed in ${item.deployedIn}`}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
