/** The door to the Markdown library, which comes when there is something to read: it reads, and what is drawn is decided here. */
import { lexer, type MarkedToken, type Token, type Tokens } from "marked";
import type { Block, Inline, Item } from "./markdown.ts";

/** lists in lists, quotes in quotes; what is deeper is the text that it is */
const DEEPEST = 12;

export function readMarkdown(source: string): Block[] {
  try {
    return blocksOf(tokensOf(source), 0);
  } catch (error) {
    // thousands of quotes in each other are more than the library can hold
    if (error instanceof RangeError) return [{ kind: "code", text: source }];
    throw error;
  }
}

/** A note is not a book: a line break that somebody typed is one. */
const tokensOf = (source: string): Token[] => lexer(source, { gfm: true, breaks: true });

const isKnown = (token: Token): token is MarkedToken => token.type !== "generic";

function blocksOf(tokens: readonly Token[], depth: number): Block[] {
  return tokens.flatMap((token): Block[] => {
    if (!isKnown(token)) return [];
    if (depth > DEEPEST) return [{ kind: "words", of: [{ kind: "text", text: token.raw }] }];
    switch (token.type) {
      case "heading":
        return [{ kind: "heading", level: token.depth === 1 ? 1 : token.depth === 2 ? 2 : 3, of: inlineOf(token.tokens, depth) }];
      case "paragraph":
        return [{ kind: "paragraph", of: inlineOf(token.tokens, depth) }];
      case "text":
        return [{ kind: "words", of: token.tokens ? inlineOf(token.tokens, depth) : [{ kind: "text", text: token.text }] }];
      case "html":
        return [{ kind: "paragraph", of: [{ kind: "text", text: token.raw.trim() }] }];
      case "blockquote":
        return [{ kind: "quote", of: blocksOf(token.tokens, depth + 1) }];
      case "code":
        return [{ kind: "code", text: token.text }];
      case "list":
        return [
          {
            kind: "list",
            isOrdered: token.ordered,
            start: typeof token.start === "number" ? token.start : 1,
            items: token.items.map((item) => itemOf(item, depth)),
          },
        ];
      case "table":
        return [
          {
            kind: "table",
            align: token.align,
            head: token.header.map((cell) => inlineOf(cell.tokens, depth)),
            rows: token.rows.map((row) => row.map((cell) => inlineOf(cell.tokens, depth))),
          },
        ];
      case "hr":
        return [{ kind: "rule" }];
      default:
        return [];
    }
  });
}

function itemOf(item: Tokens.ListItem, depth: number): Item {
  return { isDone: item.task ? item.checked === true : null, of: blocksOf(item.tokens, depth + 1) };
}

function inlineOf(tokens: readonly Token[], depth: number): Inline[] {
  const joined: Inline[] = [];
  for (const part of tokens.flatMap((token): Inline[] => (isKnown(token) ? partsOf(token, depth) : []))) {
    const last = joined.at(-1);
    // what the library cuts into several texts is one
    if (part.kind === "text" && last?.kind === "text") joined[joined.length - 1] = { kind: "text", text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}

function partsOf(token: MarkedToken, depth: number): Inline[] {
  if (depth > DEEPEST) return [{ kind: "text", text: token.raw }];
  switch (token.type) {
    case "strong":
    case "em":
    case "del":
      return [{ kind: token.type, of: inlineOf(token.tokens, depth + 1) }];
    case "codespan":
      return [{ kind: "code", text: token.text }];
    case "br":
      return [{ kind: "break" }];
    case "link":
      return isSafe(token.href) ? [{ kind: "link", to: token.href, of: inlineOf(token.tokens, depth + 1) }] : [{ kind: "text", text: token.raw }];
    case "image":
      return isSafe(token.href)
        ? [{ kind: "link", to: token.href, of: [{ kind: "text", text: token.text || token.href }] }]
        : [{ kind: "text", text: token.raw }];
    case "text":
      return token.tokens ? inlineOf(token.tokens, depth + 1) : [{ kind: "text", text: token.text }];
    case "escape":
      return [{ kind: "text", text: token.text }];
    // a box to tick is told with its item
    case "checkbox":
      return [];
    default:
      return [{ kind: "text", text: token.raw }];
  }
}

/** Only addresses that open a page or a letter: no script, no data, no file. */
function isSafe(address: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(address);
}
