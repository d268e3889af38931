/** The address of a request. What a client sends is hostile: `//` and `*` are no addresses, and yet must be answered. */
import type { IncomingMessage } from "node:http";

/** Never throws; the host is not the client's to choose. */
export function requestUrl(request: Pick<IncomingMessage, "url">): URL {
  const target = request.url ?? "/";
  return new URL(target.startsWith("/") ? `http://localhost${target}` : "http://localhost/");
}
