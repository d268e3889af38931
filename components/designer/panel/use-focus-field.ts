import { useEffect, useRef } from "react";

/** A problem was chosen somewhere else: its field gets the focus. */
export function useFocusField(body: { current: HTMLDivElement | null }, field: string | null, show: () => void): void {
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (field === null) return;
    latest.current();
    let frame = 0;
    const seek = (tries: number) => {
      frame = requestAnimationFrame(() => {
        const place = nearest(body.current, field.split("."));
        if (!place) return;
        // an expression's editor may still be on its way
        if (place.querySelector("[aria-busy=true]") && tries > 0) return seek(tries - 1);
        place.scrollIntoView({ block: "center" });
        // what is written or chosen there, before the buttons around it
        const editor = place.querySelector<HTMLElement>("input, textarea, select, [contenteditable=true], [role=combobox]");
        (editor ?? place.querySelector("button"))?.focus();
      });
    };
    seek(120);
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
