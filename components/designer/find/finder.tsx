"use client";

import { type Ref, useImperativeHandle, useRef, useState } from "react";
import type { Found } from "#flow/find.ts";
import { type FindHandle, FindPanel } from "./find-panel.tsx";

export type FinderHandle = { find: (how: "open" | "next" | "previous") => void };

/** The pane that finds words, while somebody looks for some. */
export function Finder({ ref, onGo, onClose }: { ref: Ref<FinderHandle>; onGo: (found: Found) => void; onClose: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const panel = useRef<FindHandle>(null);
  useImperativeHandle(ref, () => ({
    find: (how) => {
      setOpen(true);
      if (how === "open") panel.current?.focus();
      else panel.current?.go(how === "next" ? 1 : -1);
    },
  }));
  if (!isOpen) return null;
  return (
    <FindPanel
      ref={panel}
      onGo={onGo}
      onClose={() => {
        setOpen(false);
        onClose();
      }}
    />
  );
}
