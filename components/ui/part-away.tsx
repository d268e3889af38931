"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { Note } from "./note.tsx";

export const AWAY = "This part of the page could not be loaded";
export const WHAT_TO_DO = "It is tried again by itself. If the network is there and this stays, reload the page: nothing that you drew or wrote is lost.";

/** In the place of a part that did not come. */
export function PartAway({ ask }: { ask: () => Promise<unknown> }) {
  const [isTrying, setTrying] = useState(false);
  const again = () => {
    setTrying(true);
    // where it comes, this is gone
    ask().catch(() => setTrying(false));
  };
  return (
    <div className="p-3">
      <Note tone="danger" announce="alert">
        <b>{AWAY}</b>
        <p className="mt-0.5">{WHAT_TO_DO}</p>
        {/* below: beside it, a narrow pane leaves no room for words */}
        <Button size="sm" className="mt-2" loading={isTrying} icon={<RotateCw size={14} aria-hidden />} onClick={again}>
          Try again
        </Button>
      </Note>
    </div>
  );
}
