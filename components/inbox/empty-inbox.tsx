"use client";

import { Inbox } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { InboxTab } from "./approval-list.tsx";
import empty from "#components/ui/empty-pane.module.css";
import styles from "./inbox.module.css";

const TEXTS: Record<InboxTab, { title: string; text: string }> = {
  open: { title: "Nothing to decide", text: "When a flow asks you, the question appears here at once." },
  waiting: { title: "Nothing waits for others", text: "Questions that somebody else has to decide are listed here." },
  done: { title: "Nothing decided yet", text: "Decisions stay here, with who made them and why." },
};

export function EmptyInbox({ tab, isPending, waiting, onShowWaiting }: { tab: InboxTab; isPending: boolean; waiting: number; onShowWaiting: () => void }) {
  if (isPending) return <section className={styles.detail} aria-busy="true" aria-label="Approval" />;
  return (
    <section className={styles.detail} aria-label="Approval">
      <div className={empty.pane}>
        <Inbox size={28} aria-hidden strokeWidth={1.5} />
        <h2>{TEXTS[tab].title}</h2>
        <p>{TEXTS[tab].text}</p>
        {tab === "open" && waiting > 0 && (
          <Button size="sm" onClick={onShowWaiting}>
            Show {waiting} that {waiting === 1 ? "waits" : "wait"} for others
          </Button>
        )}
      </div>
    </section>
  );
}
