/** A browser sends its cookies with whatever page asks it to. What changes something with a session is taken from our own pages only. */
import type { IncomingMessage } from "node:http";
import { UseCaseError } from "#server/deps.ts";

const HARMLESS = new Set(["GET", "HEAD", "OPTIONS"]);

/** @throws UseCaseError request.cross_site */
export function refuseForeignPages(request: IncomingMessage, origins: readonly string[]): void {
  if (HARMLESS.has(request.method ?? "GET")) return;
  // a key is not sent by a browser on its own
  if (request.headers.authorization !== undefined || request.headers.cookie === undefined) return;
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (origin !== undefined ? origins.includes(origin) : site === "same-origin") return;
  throw new UseCaseError({
    code: "request.cross_site",
    status: 403,
    message: "This request was made by another site's page.",
    fix: "Use Throughline's own pages at the address that its settings name, or an API key.",
  });
}
