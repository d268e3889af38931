/** Puts a path where somebody is writing, so that what comes out still reads. */

export type Inserted = { source: string /** where the cursor stands afterwards */; cursor: number };

const QUOTES = ["'", '"'];
const ENDS_OPERAND = /[\w`'")\]}]$/;
const BEGINS_OPERAND = /^[\w`'"$({]/;
/** words after which, or before which, an operand belongs */
const ENDS_IN_OPERATOR = /(?:^|[^\w$.])(?:and|or|in)$/;
const BEGINS_WITH_OPERATOR = /^(?:and|or|in)\b/;

/** `from` and `to`: the selection that the path takes the place of. Beside another operand it is joined as text; inside a text it opens the text. */
export function insertPath(q: { source: string; from: number; to: number; path: string }): Inserted {
  const { source, from, to, path } = q;
  const before = source.slice(0, from);
  const after = source.slice(to);
  const quote = openQuote(before);
  if (quote !== null && openQuote(source.slice(0, to)) === quote) return insideText({ before, after, quote, path });
  const left = before.trimEnd();
  const right = after.trimStart();
  const lead = ENDS_OPERAND.test(left) && !ENDS_IN_OPERATOR.test(left) ? `${before === left ? " " : ""}& ` : "";
  const tail = BEGINS_OPERAND.test(right) && !BEGINS_WITH_OPERATOR.test(right) ? ` &${after === right ? " " : ""}` : "";
  return { source: `${before}${lead}${path}${tail}${after}`, cursor: before.length + lead.length + path.length };
}

/** `'Order |'` becomes `'Order ' & path`: empty texts around it are left out. */
function insideText({ before, after, quote, path }: { before: string; after: string; quote: string; path: string }): Inserted {
  const head = before.endsWith(quote) ? before.slice(0, -1) : `${before}${quote} & `;
  const tail = after === "" || after.startsWith(quote) ? after.slice(1) : ` & ${quote}${after}`;
  return { source: `${head}${path}${tail}`, cursor: head.length + path.length };
}

/** The quote of the text that is open at the end of a piece of source. */
function openQuote(source: string): string | null {
  let open: string | null = null;
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (open !== null) {
      if (char === "\\" && open !== "`") at += 1;
      else if (char === open) open = null;
    } else if (QUOTES.includes(char) || char === "`") open = char;
  }
  return open === "`" ? null : open;
}
