/** When an approval is due, marked where that is soon, or what became of it. */
import { AlarmClock, CircleCheck, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import styles from "./due-note.module.css";

type Due = "later" | "soon" | "settled";
const ICONS = { later: Clock, soon: AlarmClock, settled: CircleCheck } as const satisfies Record<Due, unknown>;

export function DueNote({ due, className, children }: { due: Due; className?: string | undefined; children: ReactNode }) {
  const Icon = ICONS[due];
  return (
    <span className={cx(styles.due, due === "soon" && styles.soon, className)}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  );
}
