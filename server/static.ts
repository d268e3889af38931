/** Scripts and styles that were compressed once, while the pages were built: smaller by an eighth than what is compressed with every answer. */
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";

const PACKED = ".br";
const TYPES: Record<string, string> = { ".js": "application/javascript; charset=UTF-8", ".css": "text/css; charset=UTF-8" };

type StaticHandler = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<boolean>;

/** @param built the folder that a build left. @returns answers and says so, or leaves the request to somebody else */
export function createStaticHandler(built: string): StaticHandler {
  const files = packedIn(path.join(built, "static"));
  return async (request, response, pathname) => {
    const file = files.get(pathname);
    if (!file || (request.method !== "GET" && request.method !== "HEAD") || !takesBrotli(request)) return false;
    response.writeHead(200, {
      "content-type": file.type,
      "content-encoding": "br",
      "content-length": file.size,
      vary: "Accept-Encoding",
      // its name is made of what is in it
      "cache-control": "public, max-age=31536000, immutable",
    });
    if (request.method === "HEAD") response.end();
    // a browser that goes away in the middle is nobody's trouble
    else await pipeline(createReadStream(file.at), response).catch(() => undefined);
    return true;
  };
}

type Packed = { at: string; size: number; type: string };

/** By the address that each is asked for. What is not in here was not built: no name from outside reaches the disk. */
function packedIn(folder: string): Map<string, Packed> {
  const found = new Map<string, Packed>();
  if (!existsSync(folder)) return found;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(PACKED)) continue;
    const plain = name.slice(0, -PACKED.length);
    const type = TYPES[path.extname(plain)];
    const at = path.join(folder, name);
    if (type) found.set(`/_next/static/${plain.split(path.sep).join("/")}`, { at, size: statSync(at).size, type });
  }
  return found;
}

function takesBrotli(request: IncomingMessage): boolean {
  const told = String(request.headers["accept-encoding"] ?? "");
  return told.split(",").some((each) => /^\s*br\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/i.test(each));
}
