import { CircleCheck, OctagonX } from "lucide-react";
import { formatRelative } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import type { Check, ConnectionView } from "#server/app.ts";

/** What the last test looked at, each with what to do where it failed. */
export function HealthChecks({
  health,
  checks,
  isTesting,
  trouble,
}: {
  health: ConnectionView["health"];
  checks: Check[];
  isTesting: boolean;
  /** the test itself could not be made */
  trouble: { message: string; fix: string | null } | null;
}) {
  return (
    <section aria-labelledby="checks">
      <h3 id="checks" className="text-13 font-semibold">
        Health
      </h3>
      <p role="status" className="text-12 text-ink-3">
        {isTesting
          ? "Testing …"
          : health
            ? `Tested ${formatRelative(health.checkedAt)}, ${health.ok ? "answered" : "gave up"} after ${health.milliseconds} ms.`
            : "Not tested yet."}
      </p>
      {trouble && (
        <Note tone="danger" announce="alert" className="mt-2 max-w-[620px]">
          <b>The test could not be made.</b> {trouble.message} {trouble.fix}
        </Note>
      )}
      <ul aria-busy={isTesting} className="mt-2 flex flex-col">
        {checks.map((check) => (
          <li key={check.name} className="flex items-start gap-2 border-t border-line py-2 text-13 last:border-b">
            {check.ok ? (
              <CircleCheck size={16} aria-label="passed" className="mt-0.5 shrink-0 text-succeeded" />
            ) : (
              <OctagonX size={16} aria-label="failed" className="mt-0.5 shrink-0 text-technical" />
            )}
            <span className="w-24 shrink-0 font-medium text-ink">{check.name}</span>
            <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
              {check.message}
              {check.fix && <span className="block text-ink">{check.fix}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
