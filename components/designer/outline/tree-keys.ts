/** Keys of the tree, as screen readers' users know them from other trees. */
export type Deed =
  | "down"
  | "up"
  | "pageDown"
  | "pageUp"
  | "first"
  | "last"
  | "open"
  | "close"
  | "enter"
  | "select"
  | "add"
  | "rename"
  | "remove"
  | "menu"
  | "earlier"
  | "later";

const DEEDS: Record<string, Deed> = {
  ArrowDown: "down",
  ArrowUp: "up",
  PageDown: "pageDown",
  PageUp: "pageUp",
  Home: "first",
  End: "last",
  ArrowRight: "open",
  ArrowLeft: "close",
  Enter: "enter",
  " ": "select",
  "+": "add",
  Insert: "add",
  F2: "rename",
  Delete: "remove",
  Backspace: "remove",
  ContextMenu: "menu",
  "Shift F10": "menu",
  "Alt ArrowUp": "earlier",
  "Alt ArrowDown": "later",
};

/** @returns null for a key that the tree leaves to others */
export function deedOf(event: { key: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean }): Deed | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey) return DEEDS[`Alt ${event.key}`] ?? null;
  return (event.shiftKey ? DEEDS[`Shift ${event.key}`] : undefined) ?? DEEDS[event.key] ?? null;
}
