/** JSON values to request bodies and answers back to JSON values. */
import { isDeeper } from "#flow/depth.ts";
import type { Json } from "#flow/document.ts";

/** The content type is null where the flow's own header says it. */
export function writeBody(body: Json | undefined, headers: Record<string, string>): { body: string | null; contentType: string | null } {
  if (body === undefined) return { body: null, contentType: null };
  const own = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  if (own !== undefined && /^application\/x-www-form-urlencoded/i.test(own) && isRecord(body)) return { body: formOf(body).toString(), contentType: null };
  const text = typeof body === "string" && own !== undefined && !/json/i.test(own) ? body : JSON.stringify(body);
  return { body: text, contentType: own === undefined ? "application/json" : null };
}

/** JSON where it says so and is; else text; bytes of anything else as base64. */
export async function readAnswer(answer: Response): Promise<{ headers: Record<string, string>; body: Json }> {
  const headers = Object.fromEntries(answer.headers);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length === 0) return { headers, body: null };
  const type = (headers["content-type"] ?? "").toLowerCase();
  const isText = type === "" || /^text\/|json|xml|x-www-form-urlencoded|javascript|yaml|csv/.test(type);
  if (!isText) return { headers, body: { contentType: type.slice(0, 200), bytes: bytes.length, base64: Buffer.from(bytes).toString("base64") } };
  const text = decoded(bytes, /charset="?([\w-]+)/.exec(type)?.[1]);
  return { headers, body: type === "" || type.includes("json") ? parsed(text) : text };
}

function formOf(body: Record<string, Json>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) form.append(name, typeof value === "string" ? value : JSON.stringify(value));
  return form;
}

function decoded(bytes: Uint8Array, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? "utf-8").decode(bytes);
  } catch {
    // a charset that nobody knows: what can be read as UTF-8 is better than nothing
    return new TextDecoder().decode(bytes);
  }
}

/** deeper than any answer that means something, and than what writes it down can follow */
const DEEPEST = 200;

function parsed(text: string): Json {
  if (isDeeper(text, DEEPEST)) return text;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    // it says JSON and is not: shown as it came, so that a person sees what
    return text;
  }
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
