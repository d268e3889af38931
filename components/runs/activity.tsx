import { Workflow } from "lucide-react";
import { Avatar } from "#components/ui/avatar.tsx";
import { formatTime } from "#components/ui/format.ts";
import type { RunView } from "#server/app.ts";
import { keyed } from "#components/ui/keyed.ts";
import styles from "./activity.module.css";

/** Who did what to this run, newest first. */
export function Activity({ entries }: { entries: RunView["activity"] }) {
  const ordered = [...entries].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section className={styles.activity} aria-label="Activity">
      <h2>Activity</h2>
      {ordered.length === 0 && <p className="text-ink-3">Nothing yet.</p>}
      <ul>
        {keyed(ordered, (entry) => `${entry.at} ${entry.kind}`).map(({ key, item: entry }) => (
          <li key={key}>
            <time className="mono" dateTime={entry.at}>
              {formatTime(entry.at)}
            </time>
            {entry.who ? (
              <Avatar name={entry.who} />
            ) : (
              <span className={styles.system} aria-hidden="true">
                <Workflow size={12} />
              </span>
            )}
            <span>
              {entry.who && <b>{entry.who}</b>} {entry.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
