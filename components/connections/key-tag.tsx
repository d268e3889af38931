import { Tag } from "#components/ui/tag.tsx";
import type { KeyState } from "./key-words.ts";

const TONES = { ok: "neutral", soon: "warn", expired: "danger" } as const;

/** In a list: when a key ends, where somebody knows it. */
export function KeyTag({ state }: { state: KeyState | null }) {
  if (state === null) return null;
  return (
    <Tag tone={TONES[state.tone]} title={state.long}>
      {state.short}
    </Tag>
  );
}
