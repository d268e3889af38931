"use client";

import { X } from "lucide-react";
import { formatPlural } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { useDesigner } from "../context.tsx";
import type { OverlayView } from "#server/app.ts";
import type { Overlay, OverlayRange } from "../use-overlay.ts";
import styles from "./overlay-chips.module.css";

/** versions that are named; more are counted */
const SHOWN = 3;

/** What the numbers on the steps are: of which versions, and of what time. */
export function OverlayBar({ overlay, deployed }: { overlay: Overlay /** the version that is deployed here */; deployed: number | null }) {
  const { environment } = useDesigner();
  const { versions, error } = overlay;
  const words = error !== null ? "The runs could not be read" : versions === null ? "Reading runs…" : standing(versions);
  return (
    <section aria-label="Where runs stand" className={styles.bar}>
      <span role="status" title={error ?? undefined}>
        {words} in {environment}
        {versions !== null && versions.length > 0 && <span className={styles.of}> · {versionWords(versions, deployed)}</span>}
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

function standing(versions: OverlayView["versions"]): string {
  const total = versions.reduce((sum, each) => sum + each.runs, 0);
  if (total === 0) return "No run stands at a step";
  return `${formatPlural(total, "run stands", "runs stand")} at a step`;
}

/** Older runs stand where their own version has its steps: a person should know which of them they see. */
export function versionWords(versions: OverlayView["versions"], deployed: number | null): string {
  const named = versions.slice(0, SHOWN).map(({ version, runs }) => {
    const name = version === deployed ? `v${version} (deployed)` : `v${version}`;
    return versions.length === 1 ? name : `${runs} of ${name}`;
  });
  const more = versions.length - named.length;
  return [...named, ...(more > 0 ? [`${formatPlural(more, "older version")}`] : [])].join(", ");
}
