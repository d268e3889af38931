import { useEffect, useRef } from "react";

/** how long the editor of an expression may be on its way, and one that is there may take to appear, ms */
const FETCH_MS = 15_000;
const APPEAR_MS = 500;
/** what is written or chosen in, before the buttons around it */
export const EDITOR = "input, textarea, select, [contenteditable=true], [role=combobox]";

/** A problem was chosen somewhere else: its field gets the focus. */
export function useFocusField(body: { current: HTMLDivElement | null }, field: string | null, show: () => void): void {
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (field === null) return;
    latest.current();
    const began = performance.now();
    // since when nothing is on its way: the editors of a step that was just chosen, or the code of one
    let since = began;
    let frame = 0;
    const seek = () => {
      frame = requestAnimationFrame(() => {
        const now = performance.now();
        const place = nearest(body.current, field.split("."));
        const isBusy = body.current?.ariaBusy === "true" || place?.querySelector("[aria-busy=true]");
        if (isBusy && now - began < FETCH_MS) {
          since = now;
          return seek();
        }
        if (!place) return;
        const editor = place.querySelector<HTMLElement>(EDITOR);
        const isLate = now - since > APPEAR_MS;
        // somebody who waited long enough to go on in the panel is left alone
        const hasGoneOn = now - began > APPEAR_MS && body.current?.contains(document.activeElement);
        if (!editor && !hasGoneOn && !isLate) return seek();
        if (hasGoneOn) return;
        place.scrollIntoView({ block: "center" });
        (editor ?? place.querySelector("button"))?.focus();
      });
    };
    seek();
    return () => cancelAnimationFrame(frame);
  }, [field, body]);
}

/** The nearest place that has an editor: values.name, or else values. */
function nearest(body: HTMLElement | null, parts: readonly string[]): HTMLElement | null {
  for (let length = parts.length; length > 0; length -= 1) {
    const place = body?.querySelector<HTMLElement>(`[data-field="${CSS.escape(parts.slice(0, length).join("."))}"]`);
    if (place) return place;
  }
  return null;
}
