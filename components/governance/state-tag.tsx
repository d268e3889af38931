import type { ReactNode } from "react";
import { Tag } from "#components/ui/tag.tsx";
import type { TagTone } from "#components/ui/tag.tsx";
import type { ContractState } from "#server/app.ts";

const TONES: Record<ContractState, TagTone> = { draft: "accent", active: "ok", retired: "neutral" };

/** A version's state, in a word; what is given stands before it. */
export function StateTag({ state, children }: { state: ContractState; children?: ReactNode }) {
  return (
    <Tag tone={TONES[state]}>
      {children} {state}
    </Tag>
  );
}
