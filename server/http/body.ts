/** Reads an answer whole, within a limit that holds for what it unpacks to: a small packed answer can grow beyond all memory. */
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";
import { codeOf, GuardError } from "./guard-error.ts";

const UNPACK = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

export async function readBody(q: { answer: Readable; encoding: string | null; maxBytes: number; host: string }): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of q.answer) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    // leaving the loop destroys the stream and with it the connection
    if (size > q.maxBytes) throw tooLarge(q.host, q.maxBytes);
    parts.push(part);
  }
  const packed = Buffer.concat(parts, size);
  const encoding = (q.encoding ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "" || size === 0) return packed;
  const unpack = Object.entries(UNPACK).find(([name]) => name === encoding)?.[1];
  if (unpack === undefined)
    throw new GuardError({
      code: "guard.encoding",
      sent: true,
      message: `${q.host} answered in the encoding ${encoding.slice(0, 40)}, which was not asked for.`,
    });
  try {
    return await unpack(packed, { maxOutputLength: q.maxBytes });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(q.host, q.maxBytes);
    throw new GuardError({
      code: "guard.encoding",
      sent: true,
      cause: error,
      message: `The answer of ${q.host} says that it is ${encoding} and cannot be unpacked.`,
    });
  }
}

function tooLarge(host: string, maxBytes: number): GuardError {
  return new GuardError({
    code: "guard.too_large",
    sent: true,
    message: `${host} answered with more than ${Math.round(maxBytes / 1024)} KiB.`,
    fix: "Ask it for less: fewer fields, a smaller page.",
  });
}
