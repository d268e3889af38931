"use client";

import { useState } from "react";
import { readPath } from "#flow/mapping/path.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { useMapper } from "./mapper-context.tsx";

type PlaceInputProps = { label: string; value: string; onChange: (path: string) => void };

/** A place in the data: typed, or taken from what was picked. What is no place stays in the field and is not taken over. */
export function PlaceInput({ label, value, onChange }: PlaceInputProps) {
  const { canEdit, picked } = useMapper();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? value;
  const isPlace = (text: string) => readPath(text.startsWith("$$.") ? text.slice(3) : text) !== null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-12 text-ink-2">Source</span>
      <Input
        size="sm"
        mono
        className="w-72 max-w-full"
        aria-label={label}
        aria-invalid={!isPlace(shown) || undefined}
        disabled={!canEdit}
        value={shown}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => {
          if (draft !== null && isPlace(draft) && draft !== value) onChange(draft.trim());
          setDraft(null);
        }}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      {picked !== null && picked !== value && (
        <Button size="sm" disabled={!canEdit} onClick={() => onChange(picked)}>
          Take <span className="mono">{picked}</span>
        </Button>
      )}
    </div>
  );
}
