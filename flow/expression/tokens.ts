/** The pieces of an expression while it is typed: also of one that does not parse. */

export type Token = {
  kind: "text" | "quoted-name" | "name" | "variable" | "number" | "pattern" | "comment" | "operator";
  text: string;
  from: number;
  to: number;
  /** a quote, a comment or a pattern that goes on to the end of the source */
  isOpen?: true;
};

const WORD = /^[A-Za-z_]\w*/;
const NUMBER = /^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/;
const OPERATOR = /^(?:\?\?|\?:|:=|!=|<=|>=|~>|\.\.|\*\*|.)/s;

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const space = /^\s+/.exec(source.slice(at));
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = next(source, at, tokens.at(-1));
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function next(source: string, from: number, before: Token | undefined): Token {
  const rest = source.slice(from);
  const made = (kind: Token["kind"], length: number, isOpen = false): Token => ({
    kind,
    text: rest.slice(0, length),
    from,
    to: from + length,
    ...(isOpen ? { isOpen } : {}),
  });
  const first = rest.charAt(0);
  if (rest.startsWith("/*")) {
    const end = rest.indexOf("*/", 2);
    return made("comment", end < 0 ? rest.length : end + 2, end < 0);
  }
  if (first === "'" || first === '"') {
    const end = closing(rest, first);
    return made("text", end < 0 ? rest.length : end + 1, end < 0);
  }
  if (first === "`") {
    const end = rest.indexOf("`", 1);
    return made("quoted-name", end < 0 ? rest.length : end + 1, end < 0);
  }
  if (first === "/" && !endsOperand(before)) {
    const end = closing(rest, "/");
    const flags = end < 0 ? 0 : (/^[im]*/.exec(rest.slice(end + 1))?.[0].length ?? 0);
    return made("pattern", end < 0 ? rest.length : end + 1 + flags, end < 0);
  }
  if (first === "$") return made("variable", /^\$\w*\$?/.exec(rest)?.[0].length ?? 1);
  const number = NUMBER.exec(rest);
  if (number) return made("number", number[0].length);
  const word = WORD.exec(rest);
  if (word) return made("name", word[0].length);
  return made("operator", OPERATOR.exec(rest)?.[0].length ?? 1);
}

function closing(rest: string, quote: string): number {
  for (let at = 1; at < rest.length; at += 1) {
    if (rest.charAt(at) === "\\") at += 1;
    else if (rest.charAt(at) === quote) return at;
  }
  return -1;
}

/** Whether something that can be divided, or followed by an operator, stands before. */
function endsOperand(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === "operator") return [")", "]", "}"].includes(token.text);
  if (token.kind === "name") return !["and", "or", "in"].includes(token.text);
  return token.kind !== "comment";
}
