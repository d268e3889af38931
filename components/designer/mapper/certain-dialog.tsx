"use client";

import type { Suggestion } from "#flow/mapping/suggest.ts";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { shownSuggestion } from "./shown-suggestion.ts";

type CertainDialogProps = {
  open: boolean;
  suggestions: readonly Suggestion[];
  targets: readonly Target[];
  onOpenChange: (open: boolean) => void;
  onAccept: () => void;
};

/** What would be mapped, looked at before it is. */
export function CertainDialog({ open, suggestions, targets, onOpenChange, onAccept }: CertainDialogProps) {
  const label = (name: string) => targets.find((target) => target.name === name)?.label ?? name;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      wide
      title={`Map ${suggestions.length} ${suggestions.length === 1 ? "field" : "fields"}`}
      description="Nothing that is mapped already changes. All of it is one step back."
    >
      <table aria-label="What would be mapped" className="w-full text-13">
        <thead>
          <tr className="border-b border-line text-left text-11 text-ink-3">
            <th className="py-1 font-medium">Field</th>
            <th className="py-1 font-medium">From</th>
            <th className="py-1 font-medium">Because</th>
          </tr>
        </thead>
        <tbody>
          {suggestions.map((suggestion) => (
            <tr key={suggestion.target} className="border-b border-line">
              <td className="py-1.5 pr-3">
                {label(suggestion.target)} <span className="mono text-11 text-ink-3">{suggestion.target}</span>
              </td>
              <td className="py-1.5 pr-3 font-mono text-12">{shownSuggestion(suggestion.value)}</td>
              <td className="py-1.5 text-12 text-ink-2">{suggestion.because}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button variant="primary" onClick={onAccept}>
          Map {suggestions.length} {suggestions.length === 1 ? "field" : "fields"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
