"use client";

import { Check, Search, TriangleAlert } from "lucide-react";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { SearchInput } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import styles from "./mapper.module.css";
import type { TargetFilter } from "./target-rows.ts";

const FILTERS: Record<TargetFilter, string> = { all: "All", required: "Required", mapped: "Mapped", unmapped: "Unmapped", suggested: "Suggested" };
const OF_FREE: readonly TargetFilter[] = ["all", "mapped"];
const MOST = 6;

type TargetBarProps = {
  counts: Record<TargetFilter, number>;
  filter: TargetFilter;
  search: string;
  isDescribed: boolean;
  certain: number;
  missing: readonly Target[];
  canEdit: boolean;
  onFilter: (filter: TargetFilter) => void;
  onSearch: (text: string) => void;
  onReview: () => void;
  /** from the search on to what it found */
  onEnter: () => void;
  onShow: (name: string) => void;
};

/** Above the fields: what is shown of them, and what is still missing. */
export function TargetBar(q: TargetBarProps) {
  const filters = (["all", "required", "mapped", "unmapped", "suggested"] as const).filter((each) => q.isDescribed || OF_FREE.includes(each));
  return (
    <>
      <div className={styles.paneHead}>
        <SearchInput
          label="Search the fields"
          placeholder="Search fields"
          icon={<Search size={14} aria-hidden />}
          value={q.search}
          className="w-44 max-w-full"
          onChange={(event) => q.onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== "ArrowDown") return;
            event.preventDefault();
            q.onEnter();
          }}
        />
        <Segmented
          label="Fields shown"
          value={q.filter}
          onChange={q.onFilter}
          options={filters.map((value) => ({
            value,
            label: (
              <>
                {FILTERS[value]} <span className="tabular-nums text-ink-2">{q.counts[value]}</span>
              </>
            ),
          }))}
        />
        {q.certain > 0 && (
          <Button size="sm" className="ml-auto" icon={<Check size={14} aria-hidden />} disabled={!q.canEdit} aria-keyshortcuts="Shift+A" onClick={q.onReview}>
            Accept {q.certain} certain
          </Button>
        )}
      </div>
      {q.missing.length > 0 && (
        <div className={styles.missing}>
          <TriangleAlert size={14} aria-hidden className="shrink-0 text-warn" />
          <span>{q.missing.length === 1 ? "1 required field is not mapped:" : `${q.missing.length} required fields are not mapped:`}</span>
          {q.missing.slice(0, MOST).map((target) => (
            <button key={target.name} type="button" className={styles.missingField} onClick={() => q.onShow(target.name)}>
              {target.label}
            </button>
          ))}
          {q.missing.length > MOST && <span>and {q.missing.length - MOST} more</span>}
        </div>
      )}
    </>
  );
}
