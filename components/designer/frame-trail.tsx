"use client";

import { ArrowLeft, ChevronRight } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import styles from "./canvas/canvas.module.css";

/** Inside a frame: where one is, and the way out. */
export function FrameTrail({ onLeave }: { onLeave: () => void }) {
  const { enter } = useDesigner();
  const frame = useDesignerState((state) => state.frame);
  const whole = useDesignerState((state) => (state.frame === null ? null : state.whole));
  const place = frame === null || whole === null ? undefined : placeOf(whole, frame);
  if (!place || whole === null) return null;
  const go = (to: string | null) => {
    enter(to);
    onLeave();
  };
  return (
    <nav aria-label="Frame" className={styles.trail}>
      <Button size="sm" variant="ghost" onClick={() => go(place.frames.at(-1)?.id ?? null)}>
        <ArrowLeft size={14} aria-hidden />
        Back
      </Button>
      <button type="button" className={styles.trailPart} onClick={() => go(null)}>
        {whole.flow.name}
      </button>
      {place.frames.map((outer) => (
        <span key={outer.id} className="contents">
          <ChevronRight size={12} aria-hidden />
          <button type="button" className={styles.trailPart} onClick={() => go(outer.id)}>
            {stepName(outer)}
          </button>
        </span>
      ))}
      <ChevronRight size={12} aria-hidden />
      <span aria-current="page" className="font-semibold text-ink">
        {stepName(place.step)}
      </span>
      <span className="text-ink-3">once for every item</span>
    </nav>
  );
}
