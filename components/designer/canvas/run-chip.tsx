import { Send } from "lucide-react";
import { isPinnedWord } from "../run-marks.ts";
import styles from "./run-chip.module.css";

/** Under a step: how long it took in the last test run, and how many items it gave; or that its output is pinned. */
export function RunChip({ words, isSent }: { words: string; isSent: boolean }) {
  return (
    <span className={styles.chip} data-sent={isSent || undefined} data-pinned={isPinnedWord(words) || undefined}>
      {isSent && <Send size={10} aria-hidden />}
      {words}
    </span>
  );
}
