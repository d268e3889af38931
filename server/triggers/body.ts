/** The body of a hook's request: read up to a limit, then JSON or a form. Deep nesting is refused before anything recursive sees it. */
import type { IncomingMessage } from "node:http";
import { isDeeper } from "#flow/depth.ts";
import type { Json } from "#flow/document.ts";
import { HookRefusal } from "./refusal.ts";

export const BODY_BYTES = 1_048_576;
export const BODY_DEPTH = 64;

/** @throws HookRefusal 413 */
export async function readBody(request: IncomingMessage, limit = BODY_BYTES): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** @throws HookRefusal 400, 413 or 415 */
export function parseBody(q: { contentType: string | undefined; encoding: string | undefined; raw: Buffer }): Json {
  const encoding = q.encoding?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity")
    throw new HookRefusal({ status: 415, code: "hook.encoding", message: `The body is encoded as ${encoding.slice(0, 40)}.`, fix: "Send it as it is." });
  const type = q.contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (q.raw.length === 0) return null;
  const text = decoded(q.raw);
  if (type === "application/x-www-form-urlencoded") return formOf(text);
  if (type === "" || type === "application/json" || type === "text/json" || type.endsWith("+json")) return jsonOf(text);
  throw new HookRefusal({
    status: 415,
    code: "hook.content_type",
    message: `A hook does not take ${type.slice(0, 80)}.`,
    fix: "Send application/json or application/x-www-form-urlencoded.",
  });
}

function decoded(raw: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    // the bytes are not UTF-8; which of them says nothing to the sender
    throw new HookRefusal({ status: 400, code: "hook.not_utf8", message: "The body is not UTF-8.", fix: "Encode it as UTF-8." });
  }
}

function jsonOf(text: string): Json {
  if (isDeeper(text, BODY_DEPTH)) throw tooDeep();
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.slice(0, 200) : "it cannot be read";
    throw new HookRefusal({
      status: 400,
      code: "hook.not_json",
      message: `The body is not JSON: ${why}.`,
      fix: "Send valid JSON, or name the content type of a form.",
    });
  }
}

/** A name that comes more than once becomes a list. */
function formOf(text: string): Json {
  const values: Record<string, Json> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const before = values[name];
    values[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return { ...values };
}

function tooDeep(): HookRefusal {
  return new HookRefusal({
    status: 400,
    code: "hook.too_deep",
    message: `The body is nested more than ${BODY_DEPTH} levels deep.`,
    fix: "Send a flatter body.",
  });
}

function tooLarge(limit: number): HookRefusal {
  return new HookRefusal({
    status: 413,
    code: "payload.too_large",
    message: `The body has more than ${limit} bytes.`,
    fix: "Send a reference instead of the content.",
    headers: { connection: "close" },
  });
}
