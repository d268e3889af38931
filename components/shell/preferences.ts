/**
 * How somebody likes to see the product. Kept in cookies, so that the server sends the first page as it will stay: no flash, and no script
 * before the page. `system` leaves the theme to the operating system.
 */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const DENSITIES = ["dense", "comfortable"] as const;
export type Density = (typeof DENSITIES)[number];

export type Preferences = { theme: Theme; density: Density; letterKeys: boolean };

const THEME_COOKIE = "throughline_theme";
const DENSITY_COOKIE = "throughline_density";
const KEYS_COOKIE = "throughline_keys";

export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  const theme = cookie(THEME_COOKIE);
  return {
    theme: THEMES.find((name) => name === theme) ?? "system",
    density: cookie(DENSITY_COOKIE) === "comfortable" ? "comfortable" : "dense",
    letterKeys: cookie(KEYS_COOKIE) !== "off",
  };
}

/** The attributes of <html> that the style sheet answers to. */
export function htmlAttributes(preferences: Preferences): Record<`data-${string}`, string> {
  return {
    ...(preferences.theme === "system" ? {} : { "data-theme": preferences.theme }),
    ...(preferences.density === "comfortable" ? { "data-density": "comfortable" } : {}),
    ...(preferences.letterKeys ? {} : { "data-keys": "off" }),
  };
}

/** Applies a choice at once and keeps it for a year. Browser only. */
export function savePreferences(change: Partial<Preferences>): void {
  const root = document.documentElement;
  if (change.theme) {
    keep(THEME_COOKIE, change.theme === "system" ? null : change.theme);
    if (change.theme === "system") delete root.dataset.theme;
    else root.dataset.theme = change.theme;
  }
  if (change.density) {
    keep(DENSITY_COOKIE, change.density === "dense" ? null : change.density);
    if (change.density === "dense") delete root.dataset.density;
    else root.dataset.density = change.density;
  }
  if (change.letterKeys !== undefined) {
    keep(KEYS_COOKIE, change.letterKeys ? null : "off");
    if (change.letterKeys) delete root.dataset.keys;
    else root.dataset.keys = "off";
  }
}

function keep(name: string, value: string | null): void {
  const age = value === null ? 0 : 31_536_000;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we support
  document.cookie = `${name}=${value ?? ""}; path=/; max-age=${age}; samesite=lax`;
}
