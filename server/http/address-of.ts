/** Where a call of a step goes: its own absolute address, or a place below its connection's base address. */
import { technical } from "#flow/failure.ts";

type Call = { url: string; query: Record<string, string>; base: string | null; connection: string | undefined };

/** @throws StepFailure where the address is none, or leaves the base: credentials must not travel to other systems */
export function addressOf(call: Call): URL {
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(call.url);
  const where = call.connection === undefined ? {} : { connection: call.connection };
  if (!isAbsolute && call.base === null) {
    throw technical(
      "configuration",
      "http.address",
      `${shown(call.url)} is not a full address, and the step has no connection whose base address it could stand below.`,
      {
        fix: "Write https://host/path, or choose a connection.",
      },
    );
  }
  const url = URL.parse(isAbsolute ? call.url : `${(call.base ?? "").replace(/\/+$/, "")}/${call.url.replace(/^\/+/, "")}`);
  if (url === null)
    throw technical("configuration", "http.address", `${shown(call.url)} is not an address that can be called.`, { fix: "Write https://host/path.", where });
  if (call.base !== null && !isBelow(url, new URL(call.base))) {
    throw technical(
      "configuration",
      "http.address_outside",
      `${shown(call.url)} is outside ${call.base}, the base address of connection ${call.connection}; its credentials do not travel there.`,
      {
        fix: "Use an address below the base address, or another connection.",
        where,
      },
    );
  }
  for (const [name, value] of Object.entries(call.query)) url.searchParams.append(name, value);
  url.hash = "";
  return url;
}

function isBelow(url: URL, base: URL): boolean {
  const folder = base.pathname.replace(/\/+$/, "");
  if (url.origin !== base.origin || (url.pathname !== folder && !url.pathname.startsWith(`${folder}/`))) return false;
  return !climbs(url.pathname.slice(folder.length));
}

/** Servers read ways up that a URL parser leaves alone: ..%2f, %252e%252e, ..;/ */
function climbs(path: string): boolean {
  let text = path;
  for (let round = 0; round < 3; round += 1) {
    if (text.split(/[/\\]/).some((segment) => segment.split(";")[0] === "..")) return true;
    text = text.replace(/%(2e|2f|5c|3b|25)/gi, (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)));
  }
  return false;
}

/** Without what stands before an @: it may be a password. */
function shown(url: string): string {
  return url.replace(/\/\/.*@/, "//").slice(0, 200);
}
