/** What a person pastes as the address of an Odoo, as the addresses worth trying, the likeliest first. */

/** Null: no web address at all. Without a scheme https comes first, and plain http after it. */
export function addressesToTry(typed: string): string[] | null {
  const text = typed.trim();
  if (text === "" || /\s/.test(text)) return null;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const whole = hasScheme ? [text] : [`https://${text}`, `http://${text}`];
  const urls = whole.map((each) => URL.parse(each));
  const [first] = urls;
  if (first === undefined || first === null || !/^https?:$/.test(first.protocol) || !first.hostname.replace(/^\[|\]$/g, "")) return null;
  if (!/\.|^localhost$|^\[/.test(first.hostname) && !hasScheme) return null;
  return [...new Set(urls.flatMap((url) => (url === null ? [] : placesOn(url))))];
}

/** Pages of Odoo live under /web and /odoo; a proxy may have put the whole of it under a path of its own. */
function placesOn(url: URL): string[] {
  const path = url.pathname.replace(/\/+$/, "");
  const segments = path.split("/").filter((segment) => segment !== "");
  const cuts = segments.flatMap((segment, index) => (segment === "web" || segment === "odoo" ? [index] : []));
  const isPage = cuts.length > 0;
  // /web is never where an Odoo lives; /odoo may be, behind a proxy
  const endsWell = segments.at(-1) === "odoo" ? [segments.length] : [];
  const lengths = isPage ? [...endsWell, ...[...cuts].reverse(), 0] : [segments.length, 0];
  return [...new Set(lengths)].map((length) => `${url.origin}${length === 0 ? "" : `/${segments.slice(0, length).join("/")}`}`);
}
