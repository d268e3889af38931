"use client";

import { Search } from "lucide-react";
import { SearchInput } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import styles from "./wide.module.css";

export type DataLook = "tree" | "table" | "json";

const LOOKS: { value: DataLook; label: string }[] = [
  { value: "tree", label: "Tree" },
  { value: "table", label: "Table" },
  { value: "json", label: "JSON" },
];

/** How data is looked at, and what is looked for in it. */
export function DataTools(q: { what: string; look: DataLook; onLook: (look: DataLook) => void; query: string; onQuery: (query: string) => void }) {
  return (
    <div className={styles.tools}>
      <Segmented label={`${q.what} as`} value={q.look} options={LOOKS} onChange={q.onLook} />
      <SearchInput
        label={`Search in ${q.what.toLowerCase()}`}
        placeholder="Name or value"
        icon={<Search size={14} aria-hidden />}
        className="h-(--control-sm) flex-1"
        value={q.query}
        disabled={q.look === "json"}
        onChange={(event) => q.onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || q.query === "") return;
          event.preventDefault();
          event.stopPropagation();
          q.onQuery("");
        }}
      />
    </div>
  );
}
