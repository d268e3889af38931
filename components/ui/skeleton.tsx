import type { CSSProperties } from "react";
import { cx } from "./cx.ts";

/** A bar where words will stand. Hidden from screen readers: the pane says that it is busy. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("breathing block h-3 rounded-1 bg-surface-3", className)} />;
}

/** The outline of something of which the size is known. */
export function Bone({ style }: { style: CSSProperties }) {
  return <span className="block rounded-1 bg-surface-3" style={style} />;
}

/** A list or table that is being read: rows as bars, under the words for screen readers. */
export function SkeletonRows({
  rows = 8,
  label = "Reading",
  rowClassName,
  className,
}: {
  rows?: number;
  label?: string;
  rowClassName?: string;
  className?: string;
}) {
  return (
    <div role="status" aria-busy="true" className={className}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <div key={index} className={cx("flex h-(--row) items-center gap-4 border-b border-line px-4", rowClassName)}>
          <Skeleton className={index % 3 === 0 ? "w-52" : index % 3 === 1 ? "w-40" : "w-60"} />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </div>
  );
}
