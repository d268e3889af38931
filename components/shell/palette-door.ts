/** Opens the palette and the list of keys from anywhere, without a context that every top bar would have to sit in. */
const PALETTE = "throughline:palette";
const KEYS = "throughline:keys";

type Door = "palette" | "keys";
const claims: Record<Door, (() => void)[]> = { palette: [], keys: [] };

/** A screen with commands and keys of its own opens its own. @returns how it gives the door back */
export function claimDoor(door: Door, open: () => void): () => void {
  claims[door].push(open);
  return () => {
    claims[door] = claims[door].filter((each) => each !== open);
  };
}

export function openPalette(): void {
  const own = claims.palette.at(-1);
  if (own) own();
  else openSearch();
}

/** The palette of the whole product, also where a screen has one of its own. */
export function openSearch(): void {
  window.dispatchEvent(new CustomEvent(PALETTE));
}

export function openKeys(): void {
  const own = claims.keys.at(-1);
  if (own) own();
  else window.dispatchEvent(new CustomEvent(KEYS));
}

export function onDoor(door: Door, open: () => void): () => void {
  const name = door === "palette" ? PALETTE : KEYS;
  window.addEventListener(name, open);
  return () => window.removeEventListener(name, open);
}
