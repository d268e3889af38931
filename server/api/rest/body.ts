/** A request's body as text, within a limit. */
import type { IncomingMessage } from "node:http";
import { UseCaseError } from "#server/deps.ts";

const LARGEST = 8 * 1024 * 1024;

/** @throws UseCaseError 413 */
export async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > LARGEST)
      throw new UseCaseError({ code: "request.too_large", status: 413, message: `The body is larger than ${LARGEST} bytes.`, fix: "Send less at once." });
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
