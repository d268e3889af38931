/** Opens the palette and the list of keys from anywhere, without a context that every top bar would have to sit in. */
const PALETTE = "throughline:palette";
const KEYS = "throughline:keys";

export function openPalette(): void {
  window.dispatchEvent(new CustomEvent(PALETTE));
}

export function openKeys(): void {
  window.dispatchEvent(new CustomEvent(KEYS));
}

export function onDoor(door: "palette" | "keys", open: () => void): () => void {
  const name = door === "palette" ? PALETTE : KEYS;
  window.addEventListener(name, open);
  return () => window.removeEventListener(name, open);
}
