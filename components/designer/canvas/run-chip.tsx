import { Send } from "lucide-react";
import styles from "./run-chip.module.css";

/** Under a step: how long it took in the last test run, and how many items it gave. */
export function RunChip({ words, isSent }: { words: string; isSent: boolean }) {
  return (
    <span className={styles.chip} data-sent={isSent || undefined}>
      {isSent && <Send size={10} aria-hidden />}
      {words}
    </span>
  );
}
