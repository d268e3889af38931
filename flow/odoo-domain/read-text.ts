/** A domain that was typed or pasted: JSON, or what Odoo shows in its developer mode (tuples, single quotes, True, False, None). */
import { Json } from "../document.ts";

type Token = { kind: "sign" | "word" | "number" | "text"; text: string };
const TOKEN = /\s*(?:([[\](){},:])|([A-Za-z_]+)|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))/y;
const WORDS: Record<string, Json> = { True: true, true: true, False: false, false: false, None: null, null: null };
const CLOSES: Record<string, string> = { "[": "]", "(": ")", "{": "}" };
const DEEPEST = 100;

/** undefined: neither. */
export function readDomainText(text: string): Json | undefined {
  try {
    return Json.parse(JSON.parse(text));
  } catch {
    const tokens = tokensOf(text);
    if (tokens === null) return undefined;
    const read = valueAt(tokens, 0, 0);
    return read !== null && read.next === tokens.length ? read.value : undefined;
  }
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const found = TOKEN.exec(trimmed);
    if (found === null) return null;
    const [, sign, word, number, quoted] = found;
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (quoted !== undefined) tokens.push({ kind: "text", text: unquoted(quoted) });
  }
  return tokens;
}

type Read = { value: Json; next: number };

function valueAt(tokens: Token[], at: number, depth: number): Read | null {
  const token = tokens[at];
  if (token === undefined || depth > DEEPEST) return null;
  if (token.kind === "text") return { value: token.text, next: at + 1 };
  if (token.kind === "number") return { value: Number(token.text), next: at + 1 };
  if (token.kind === "word") {
    const value = WORDS[token.text];
    return value === undefined ? null : { value, next: at + 1 };
  }
  const close = CLOSES[token.text];
  if (close === undefined) return null;
  const items: Json[] = [];
  const entries: [string, Json][] = [];
  let next = at + 1;
  while (tokens[next]?.text !== close || tokens[next]?.kind !== "sign") {
    const read = valueAt(tokens, next, depth + 1);
    if (read === null) return null;
    next = read.next;
    if (close === "}") {
      const value = isSign(tokens[next], ":") ? valueAt(tokens, next + 1, depth + 1) : null;
      if (value === null || typeof read.value !== "string") return null;
      entries.push([read.value, value.value]);
      next = value.next;
    } else items.push(read.value);
    if (isSign(tokens[next], ",")) next += 1;
    else if (!isSign(tokens[next], close)) return null;
  }
  return { value: close === "}" ? Object.fromEntries(entries) : items, next: next + 1 };
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign);
}
