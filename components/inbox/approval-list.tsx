"use client";

import type { KeyboardEvent, RefObject } from "react";
import { EnvironmentSwitcher } from "#components/shell/environment-switcher.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { ApprovalSummary } from "#server/app.ts";
import { ageWords, dueWords, formatFact } from "./fact-format.ts";
import { outcomeWords } from "./outcome-words.ts";
import { Bone } from "#components/ui/skeleton.tsx";
import frame from "./inbox.module.css";
import styles from "./approval-list.module.css";
import option from "#components/ui/option-row.module.css";
import { cx } from "#components/ui/cx.ts";
import { DueNote } from "./due-note.tsx";

export type InboxTab = "open" | "waiting" | "done";

type ListProps = {
  rowsRef: RefObject<HTMLDivElement | null>;
  query: { isPending: boolean; error: { message: string } | null; hasMore: boolean; isLoadingMore: boolean };
  items: ApprovalSummary[];
  counts: { open: number; waiting: number } | null;
  tab: InboxTab;
  shown: string | null;
  sort: "due" | "amount" | "newest";
  onSort: (by: "due" | "amount" | "newest") => void;
  onTab: (tab: InboxTab) => void;
  onSelect: (id: string) => void;
  onMove: (by: number) => void;
  onMore: () => void;
  onRetry: () => void;
};

const LIST_NAMES: Record<InboxTab, string> = { open: "To decide", waiting: "Waiting for others", done: "Done" };

export function ApprovalList(props: ListProps) {
  const count = (n: number | undefined) => (n === undefined ? "" : ` ${n}`);
  return (
    <section className={frame.list} aria-label="Inbox">
      <div className={styles.listHead}>
        <h1>Inbox</h1>
        <EnvironmentSwitcher />
      </div>
      <div className={styles.listFilter}>
        <Segmented
          label="Which approvals"
          value={props.tab}
          onChange={props.onTab}
          options={[
            { value: "open", label: `To decide${count(props.counts?.open)}` },
            { value: "waiting", label: `Waiting${count(props.counts?.waiting)}` },
            { value: "done", label: "Done" },
          ]}
        />
        <select
          className={styles.sort}
          aria-label="Order"
          value={props.sort}
          onChange={(event) => props.onSort(event.target.value === "amount" ? "amount" : event.target.value === "newest" ? "newest" : "due")}
        >
          <option value="due">Due first</option>
          <option value="amount">Amount</option>
          <option value="newest">Newest</option>
        </select>
      </div>
      <Rows {...props} />
      <div className={styles.keys} aria-hidden="true">
        <span>
          <Kbd>J</Kbd>
          <Kbd>K</Kbd> move
        </span>
        <span>
          <Kbd>A</Kbd> approve
        </span>
        <span>
          <Kbd>C</Kbd> changes
        </span>
        <span>
          <Kbd>R</Kbd> reject
        </span>
        <span>
          <Kbd>Z</Kbd> undo
        </span>
      </div>
    </section>
  );
}

function Rows(props: ListProps) {
  if (props.query.isPending) return <LoadingRows />;
  if (props.query.error && props.items.length === 0) {
    return (
      <div className={styles.more} role="alert">
        <p>The inbox could not be read: {props.query.error.message}</p>
        <Button size="sm" onClick={props.onRetry}>
          Read again
        </Button>
      </div>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -props.items.length, End: props.items.length }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    props.onMove(by);
  };
  return (
    <>
      <div
        className={styles.rows}
        role="listbox"
        aria-label={LIST_NAMES[props.tab]}
        ref={props.rowsRef}
        onKeyDown={onKeyDown}
        tabIndex={props.items.length === 0 ? 0 : undefined}
      >
        {props.items.map((item, index) => (
          <Row
            key={item.id}
            item={item}
            selected={item.id === props.shown}
            focusable={item.id === props.shown || (index === 0 && !props.items.some((other) => other.id === props.shown))}
            onSelect={props.onSelect}
          />
        ))}
      </div>
      {props.query.hasMore && (
        <div className={styles.more}>
          <Button size="sm" onClick={props.onMore} disabled={props.query.isLoadingMore}>
            {props.query.isLoadingMore ? "Reading more…" : "Show more"}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ item, selected, focusable, onSelect }: { item: ApprovalSummary; selected: boolean; focusable: boolean; onSelect: (id: string) => void }) {
  const now = useNow(15_000);
  const due = item.state === "open" ? dueWords(item.dueAt, now) : null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it owns the keys (roving focus)
    <div
      className={cx(option.option, styles.row)}
      role="option"
      aria-selected={selected}
      tabIndex={focusable ? 0 : -1}
      data-id={item.id}
      onClick={() => onSelect(item.id)}
    >
      <div className={styles.rowTop}>
        <span className={styles.rowTitle} title={item.title}>
          {item.title}
        </span>
        {item.value !== null && <span className={styles.rowAmount}>{formatFact(item.value, { format: "money", currency: item.currency })}</span>}
      </div>
      <div className={styles.rowWho}>{[item.businessKey, item.requester, item.flow.name].filter((part) => part !== null && part !== "").join(" · ")}</div>
      <div className={styles.rowMeta}>
        {due ? (
          <DueNote due={due.soon ? "soon" : "later"}>{due.text}</DueNote>
        ) : (
          <DueNote due={item.state === "open" ? "later" : "settled"}>{item.state === "open" ? "No due time" : outcomeWords(item)}</DueNote>
        )}
        <span>{ageWords(item, now)}</span>
      </div>
    </div>
  );
}

function LoadingRows() {
  return (
    <div className={styles.rows} role="status" aria-label="Reading the inbox" aria-busy>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className={styles.row}>
          <Bone style={{ width: "62%", height: 14 }} />
          <Bone style={{ width: "44%", height: 12, marginTop: 8 }} />
          <Bone style={{ width: "28%", height: 12, marginTop: 8 }} />
        </div>
      ))}
    </div>
  );
}
