"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

type TabsProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  tabs: { value: V; label: ReactNode; count?: number }[];
  /** the content of the chosen tab */
  children?: ReactNode;
  className?: string;
};

/** Tabs with their panel, when there is content; the row of tabs alone, when the screen lays the rest out itself. */
export function Tabs<V extends string>({ label, value, onChange, tabs, children, className }: TabsProps<V>) {
  "use memo";
  return (
    <Base.Root value={value} onValueChange={onChange} className={children ? "flex min-h-0 flex-1 flex-col" : "min-w-0"}>
      <Base.List
        aria-label={label}
        activateOnFocus
        className={cx("flex shrink-0 gap-[18px] overflow-x-auto overflow-y-hidden border-b [scrollbar-width:none] border-line px-4", className)}
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px inline-flex items-center gap-1.5 border-b-2 border-transparent pt-2 pb-[7px] text-[12.5px]/5 font-medium whitespace-nowrap text-ink-2 hover:text-ink focus-visible:shadow-(--focus-inset) data-active:border-accent data-active:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && <span className="text-11 font-medium text-ink-3">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {children && (
        <Base.Panel value={value} className="flex min-h-0 flex-1 flex-col focus-visible:shadow-(--focus-inset)">
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  );
}
