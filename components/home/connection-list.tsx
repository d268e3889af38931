import Link from "next/link";
import { KIND_WORDS } from "#components/connections/kinds.ts";
import { HealthLabel } from "#components/ui/health.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { OverviewData } from "./home-screen.tsx";

/** Whether the other systems answer, the silent ones first. Null: it is being read. */
export function ConnectionList({ connections, environment }: { connections: OverviewData["connections"] | null; environment: string }) {
  const sorted = connections?.toSorted((a, b) => Number(a.ok !== false) - Number(b.ok !== false));
  return (
    <aside aria-labelledby="connections" className="w-[360px] shrink-0 border-l border-line px-4 py-4 max-lg:w-full max-lg:border-t max-lg:border-l-0">
      <div className="flex items-baseline justify-between">
        <h2 id="connections" className="text-13 font-semibold">
          Connections
        </h2>
        <Link href={`/${environment}/connections`} className="text-12 text-accent-text hover:underline">
          {connections ? `All ${connections.length}` : "All"}
        </Link>
      </div>
      {!sorted && <SkeletonRows rows={2} label="Reading connections" />}
      {sorted?.length === 0 && <p className="mt-1 text-12 text-ink-3">None yet. Flows that reach other systems need one.</p>}
      <ul className="mt-1">
        {sorted?.map((connection) => (
          <li key={connection.key} className="border-b border-line py-2 text-13">
            <span className="flex items-center gap-2">
              <Link
                href={`/${environment}/connections?key=${encodeURIComponent(connection.key)}`}
                className="min-w-0 truncate font-medium text-ink hover:underline"
              >
                {connection.name}
              </Link>
              <span className="shrink-0 text-12 text-ink-3">{KIND_WORDS[connection.kind]}</span>
              {connection.practice && <Tag>practice</Tag>}
              <HealthLabel ok={connection.ok} className="ml-auto" />
            </span>
            {connection.ok === false && connection.message && (
              <span className="mt-0.5 block text-12 text-ink-2 [overflow-wrap:anywhere]">{connection.message}</span>
            )}
          </li>
        ))}
      </ul>
    </aside>
  );
}
