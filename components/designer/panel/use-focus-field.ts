import { useEffect, useRef } from "react";

/** A problem was chosen somewhere else: its field gets the focus. */
export function useFocusField(body: { current: HTMLDivElement | null }, field: string | null, show: () => void): void {
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (field === null) return;
    latest.current();
    const frame = requestAnimationFrame(() => {
      const parts = field.split(".");
      // the nearest place that has an editor: values.name, or else values
      for (let length = parts.length; length > 0; length -= 1) {
        const place = body.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(parts.slice(0, length).join("."))}"]`);
        if (!place) continue;
        place.scrollIntoView({ block: "center" });
        place.querySelector<HTMLElement>("input, textarea, select, [contenteditable=true], [role=combobox], button")?.focus();
        return;
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [field, body]);
}
