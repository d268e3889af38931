import { Dot, TriangleAlert } from "lucide-react";
import { keyed } from "#components/ui/keyed.ts";
import type { ContractChange } from "#flow/contract/changes.ts";
import styles from "./governance.module.css";

/** What changed, what breaks somebody first. */
export function ChangeLines({ label, changes }: { label: string; changes: readonly ContractChange[] }) {
  const sorted = changes.toSorted((a, b) => Number(b.isBreaking) - Number(a.isBreaking));
  return (
    <ul className={styles.changes} aria-label={label}>
      {keyed(sorted, (change) => `${change.path} ${change.what}`).map(({ key, item }) => (
        <li key={key}>
          {item.isBreaking ? <TriangleAlert size={13} className="text-warn" aria-label="Breaking" /> : <Dot size={13} aria-hidden className="text-ink-3" />}
          <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
            <span className="mono text-ink">{item.path || "the object"}</span> {item.what}
          </span>
        </li>
      ))}
    </ul>
  );
}
