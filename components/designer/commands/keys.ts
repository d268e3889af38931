/**
 * Names of keys: `mod` (Cmd on a Mac, Ctrl elsewhere), `alt`, `shift`, then the key, joined by `+`. Shift tells letters, digits and named
 * keys apart; on a sign it is only how a keyboard gets there, so `?` is `?` everywhere.
 */
type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & { getModifierState?: (name: "AltGraph") => boolean };

const MODIFIERS = new Set(["control", "meta", "alt", "shift", "altgraph", "capslock", "dead", "unidentified", "process"]);

/** What a pressed key may be called, the likeliest first: where `/` is Shift with 7, it is both. Empty for a modifier alone. */
export function keyNames(event: Pressed): string[] {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  if (MODIFIERS.has(key) || event.getModifierState?.("AltGraph")) return [];
  const lead = `${event.ctrlKey || event.metaKey ? "mod+" : ""}${event.altKey ? "alt+" : ""}`;
  const shift = event.shiftKey ? "shift+" : "";
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  if (!isSign) return event.shiftKey && /^\d$/.test(key) ? [`${lead}shift+${key}`, lead + key] : [lead + shift + key];
  // other alphabets, and Alt on a Mac, write something else on the key that we mean
  const place = /^(?:Key|Digit)(\w)$/.exec(event.code)?.[1]?.toLowerCase();
  return [lead + key, ...(place === undefined || (/\d/.test(place) && !event.shiftKey) ? [] : [lead + shift + place])];
}

const NAMED: Record<string, string> = {
  escape: "Esc",
  delete: "Del",
  backspace: "⌫",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  space: "Space",
  "-": "−",
};

/** A key as it is written on a keyboard: `Ctrl Shift Z`, or `⇧⌘Z` on a Mac. */
export function keyWords(name: string, isApple: boolean): string {
  const { parts, key } = split(name);
  const last = NAMED[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));
  if (isApple) return `${parts.includes("alt") ? "⌥" : ""}${parts.includes("shift") ? "⇧" : ""}${parts.includes("mod") ? "⌘" : ""}${last}`;
  return [parts.includes("mod") && "Ctrl", parts.includes("alt") && "Alt", parts.includes("shift") && "Shift", last].filter(Boolean).join(" ");
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(name: string): string {
  const { parts, key } = split(name);
  const rest = [parts.includes("alt") && "Alt", parts.includes("shift") && "Shift", key.length === 1 ? key.toUpperCase() : key].filter(Boolean).join("+");
  return parts.includes("mod") ? `Control+${rest} Meta+${rest}` : rest;
}

function split(name: string): { parts: string[]; key: string } {
  // the key itself may be a plus
  const match = /^((?:(?:mod|alt|shift)\+)*)(.+)$/.exec(name);
  return { parts: match?.[1]?.split("+").filter(Boolean) ?? [], key: match?.[2] ?? name };
}

/** A single character: what the switch for single letters turns off. */
export const isSingle = (name: string): boolean => name.replace(/^shift\+/, "").length === 1;

/** Keys that browsers and the rest of the product keep for themselves; null where a key may be taken. */
export function keptBy(name: string): string | null {
  if (["mod+w", "mod+t", "mod+n", "mod+shift+n", "mod+shift+t", "mod+q", "mod+l", "mod+r"].includes(name)) return "the browser";
  if (["mod+c", "mod+x", "mod+v"].includes(name)) return "copy and paste";
  if (["mod+k", "?", "g"].includes(name)) return "the whole product";
  return null;
}
