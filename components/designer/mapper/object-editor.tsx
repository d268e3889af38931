"use client";

import { ListTree } from "lucide-react";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { useMapper } from "./mapper-context.tsx";

/** An object that is put together field by field. */
export function ObjectEditor({ target }: { target: Target }) {
  const { enter } = useMapper();
  return (
    <div className="flex items-center gap-3">
      {enter && (
        <Button size="sm" icon={<ListTree size={14} aria-hidden />} onClick={() => enter(target)}>
          Map the fields of {target.label}
        </Button>
      )}
      {!enter && <span className="text-12 text-ink-3">Inside a line an object is written as an expression.</span>}
    </div>
  );
}
