/** Where somebody was looking on each flow's canvas, kept in their browser. */
export type Viewport = { x: number; y: number; zoom: number };

/** px; narrower is a phone */
const PHONE = 640;

export function rememberViewport(flow: string, viewport: Viewport): void {
  try {
    localStorage.setItem(keyOf(flow), JSON.stringify(viewport));
  } catch {
    // a full or forbidden storage only forgets where one looked
  }
}

export function rememberedViewport(flow: string): Viewport | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(flow)) ?? "null");
    return isViewport(value) ? { x: value.x, y: value.y, zoom: Math.min(2, Math.max(0.25, value.zoom)) } : null;
  } catch {
    return null;
  }
}

/** On a phone one looks at another part: what filled a desk's canvas would lie beside it there. */
const keyOf = (flow: string) => `throughline:viewport:${flow}${window.innerWidth < PHONE ? ":phone" : ""}`;

function isViewport(value: unknown): value is Viewport {
  if (typeof value !== "object" || value === null) return false;
  const read = (name: string): unknown => Reflect.get(value, name);
  return [read("x"), read("y"), read("zoom")].every((part) => typeof part === "number" && Number.isFinite(part));
}
