/** Which connections lead to the built-in systems for trying things out. They are labelled wherever they appear. */
import type { Json } from "#flow/document.ts";

/** Stored with a mailbox that the product brought itself; the practice Odoo is known by its address. Never taken from a person. */
export const PRACTICE_MARK = "practice";

export function createIsPractice(publicUrl: string): (config: Record<string, unknown>) => boolean {
  const practice = URL.parse(practiceOdooUrl(publicUrl));
  return (config) => {
    if (config[PRACTICE_MARK] === true) return true;
    const url = typeof config.url === "string" ? URL.parse(config.url) : null;
    if (url === null || practice === null) return false;
    return url.host === practice.host && (url.pathname === practice.pathname || url.pathname.startsWith(`${practice.pathname}/`));
  };
}

export function practiceOdooUrl(publicUrl: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/practice/odoo`;
}

/** The mark of a connection stays while it leads to the same place. */
export function keepsMark(before: Record<string, Json>, after: Record<string, Json>): boolean {
  return before[PRACTICE_MARK] === true && ["url", "host", "port", "baseUrl"].every((name) => before[name] === after[name]);
}
