/**
 * What a browser loads in place of re2js (next.config.ts), whose tables alone weigh as much as the canvas: the designer parses expressions and
 * leaves running them to the server. It refuses the patterns that the server refuses; what it does run, it runs in the browser's own engine,
 * where a slow pattern troubles nobody but its author.
 */
export class RE2JS {
  static readonly CASE_INSENSITIVE = 1;
  static readonly MULTILINE = 4;
  readonly #pattern: RegExp;

  private constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  /** @throws for look-around, back-references and repetitions beyond a thousand */
  static compile(source: string, flags = 0): RE2JS {
    if (isBeyondLinear(source)) throw new Error("not available in linear time");
    return new RE2JS(new RegExp(source, `g${flags & RE2JS.CASE_INSENSITIVE ? "i" : ""}${flags & RE2JS.MULTILINE ? "m" : ""}`));
  }

  matcher(text: string): Matcher {
    return createMatcher(this.#pattern, text);
  }
}

type Matcher = {
  find: (from?: number) => boolean;
  start: () => number;
  end: () => number;
  groupCount: () => number;
  group: (index: number) => string | null;
};

function createMatcher(pattern: RegExp, text: string): Matcher {
  let found: RegExpExecArray | null = null;
  const groups = (new RegExp(`${pattern.source}|`, pattern.flags).exec("")?.length ?? 1) - 1;
  return {
    find: (from = 0) => {
      pattern.lastIndex = from;
      found = pattern.exec(text);
      return found !== null;
    },
    start: () => found?.index ?? -1,
    end: () => (found ? found.index + found[0].length : -1),
    groupCount: () => groups,
    group: (index) => found?.[index] ?? null,
  };
}

function isBeyondLinear(source: string): boolean {
  // what is escaped, and what stands in a class, means itself
  const bare = source.replaceAll(/\\[^1-9k]/g, "").replaceAll(/\[(?:\\.|[^\]])*\]/g, "");
  const repeats = [...bare.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least = "0", most = ""]) => [Number(least), Number(most)]);
  return /\(\?<?[=!]|\\[1-9]|\\k</.test(bare) || repeats.some((count) => count > 1000);
}
