/** The address of a request. What a client sends is hostile: `//` and `*` are no addresses, and yet must be answered. */
import type { IncomingMessage } from "node:http";

/** A header of our own between the server and its pages, which are not told their address otherwise. What a client sends under this name is replaced. */
export const ASKED_FOR = "x-throughline-asked-for";

/** The page that is asked for, as a person would type it. */
export function pageAddress(request: Pick<IncomingMessage, "url">): string {
  const { pathname, searchParams } = requestUrl(request);
  // Next's own mark of a part that is fetched
  searchParams.delete("_rsc");
  const search = searchParams.toString();
  return search === "" ? pathname : `${pathname}?${search}`;
}

/** Never throws; the host is not the client's to choose. */
export function requestUrl(request: Pick<IncomingMessage, "url">): URL {
  const target = request.url ?? "/";
  return new URL(target.startsWith("/") ? `http://localhost${target}` : "http://localhost/");
}
