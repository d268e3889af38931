"use client";

import { X } from "lucide-react";
import { formatPlural } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { useDesigner } from "../context.tsx";
import type { Overlay, OverlayRange } from "../use-overlay.ts";
import styles from "./overlay-chips.module.css";

/** What the numbers on the steps are, and of what time. */
export function OverlayBar({ overlay }: { overlay: Overlay }) {
  const { environment } = useDesigner();
  const { total, error } = overlay;
  const words =
    error !== null
      ? "The runs could not be read"
      : total === null
        ? "Reading runs…"
        : total === 0
          ? "No run stands at a step"
          : `${formatPlural(total, "run")} stand at a step`;
  return (
    <section aria-label="Where runs stand" className={styles.bar}>
      <span role="status" title={error ?? undefined}>
        {words} in {environment}
      </span>
      <Segmented<OverlayRange>
        label="Runs that came in the last"
        value={overlay.range}
        onChange={overlay.setRange}
        options={[
          { value: "24", label: "24 h" },
          { value: "168", label: "7 d" },
        ]}
      />
      <IconButton size="sm" label="Hide where runs stand" shortcut="L" onClick={overlay.toggle}>
        <X size={14} aria-hidden />
      </IconButton>
    </section>
  );
}
