/**
 * The Markdown of a note: headings, paragraphs, lists with or without boxes, quotes, code, bold, italic, struck out, links. Everything else is
 * the text that it is. It becomes a tree and never HTML, so that nothing in a note can be more than these; pictures are not fetched.
 */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em" | "del"; of: Inline[] }
  | { kind: "link"; to: string; of: Inline[] }
  | { kind: "break" };

export type Item = { isDone: boolean | null; of: Inline[] };
export type Block =
  | { kind: "heading"; level: 1 | 2 | 3; of: Inline[] }
  | { kind: "paragraph" | "quote"; of: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; isOrdered: boolean; items: Item[] }
  | { kind: "rule" };

const FENCE = /^ {0,3}```/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const BULLET = /^\s*[-*+]\s+(.*)$/;
const NUMBER = /^\s*\d{1,9}[.)]\s+(.*)$/;
const QUOTE = /^ {0,3}>\s?(.*)$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const BOX = /^\[([ xX])\]\s+(.*)$/;

export function readMarkdown(source: string): Block[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const blocks: Block[] = [];
  let at = 0;
  /** lines from here on that fit, without their marks */
  const taken = (pattern: RegExp): string[] => {
    const found: string[] = [];
    for (let match = pattern.exec(lines[at] ?? ""); match && at < lines.length; match = pattern.exec(lines[at] ?? "")) {
      found.push(match[1] ?? "");
      at += 1;
    }
    return found;
  };
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = HEADING.exec(line);
    if (line.trim() === "") at += 1;
    else if (FENCE.test(line)) {
      const end = lines.findIndex((each, index) => index > at && FENCE.test(each));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: "code", text: lines.slice(at + 1, last).join("\n") });
      at = last + 1;
    } else if (heading) {
      const level = Math.min(3, heading[1]?.length ?? 1);
      blocks.push({ kind: "heading", level: level === 1 ? 1 : level === 2 ? 2 : 3, of: readInline(heading[2] ?? "") });
      at += 1;
    } else if (RULE.test(line)) {
      blocks.push({ kind: "rule" });
      at += 1;
    } else if (BULLET.test(line)) blocks.push({ kind: "list", isOrdered: false, items: taken(BULLET).map(itemOf) });
    else if (NUMBER.test(line)) blocks.push({ kind: "list", isOrdered: true, items: taken(NUMBER).map(itemOf) });
    else if (QUOTE.test(line)) blocks.push({ kind: "quote", of: lined(taken(QUOTE)) });
    else {
      const start = at;
      while (at < lines.length && (at === start || isPlain(lines[at] ?? ""))) at += 1;
      blocks.push({ kind: "paragraph", of: lined(lines.slice(start, at)) });
    }
  }
  return blocks;
}

const isPlain = (line: string) => line.trim() !== "" && ![FENCE, HEADING, BULLET, NUMBER, QUOTE, RULE].some((pattern) => pattern.test(line));

function itemOf(text: string): Item {
  const box = BOX.exec(text);
  return box ? { isDone: box[1] !== " ", of: readInline(box[2] ?? "") } : { isDone: null, of: readInline(text) };
}

/** A note is not a book: a line break that somebody typed is one. */
function lined(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, index): Inline[] => (index === 0 ? readInline(line.trim()) : [{ kind: "break" }, ...readInline(line.trim())]));
}

/** What is written may hold marks itself, a few deep; addresses and code hold none. */
const MARKS =
  /`([^`]+)`|\*\*(?=\S)(.+?\S|\S)\*\*|~~(?=\S)(.+?\S|\S)~~|(?<![\w*])[*_](?=\S)([^*_]*[^\s*_])[*_](?!\w)|!?\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)|(https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))*(?:[^\s<>().,;:!?'"]|\([^\s<>()]*\)))/g;
const LONGEST = 4_000;

export function readInline(source: string, depth = 0): Inline[] {
  // no note needs more on one line, and no pattern is asked for more
  if (depth > 4 || source.length > LONGEST) return source === "" ? [] : [{ kind: "text", text: source }];
  const found: Inline[] = [];
  let from = 0;
  for (const match of source.matchAll(MARKS)) {
    const [all, code, strong, del, em, label, to, address] = match;
    const made = ((): Inline | null => {
      if (code !== undefined) return { kind: "code", text: code };
      if (strong !== undefined) return { kind: "strong", of: readInline(strong, depth + 1) };
      if (del !== undefined) return { kind: "del", of: readInline(del, depth + 1) };
      if (em !== undefined) return { kind: "em", of: readInline(em, depth + 1) };
      const target = to ?? address ?? "";
      return isSafe(target) ? { kind: "link", to: target, of: label ? readInline(label, depth + 1) : [{ kind: "text", text: target }] } : null;
    })();
    if (!made) continue;
    if (match.index > from) found.push({ kind: "text", text: source.slice(from, match.index) });
    found.push(made);
    from = match.index + all.length;
  }
  if (from < source.length) found.push({ kind: "text", text: source.slice(from) });
  return found;
}

/** Only addresses that open a page or a letter: no script, no data, no file. */
function isSafe(address: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(address);
}
