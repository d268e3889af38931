/** Regular expressions in linear time: a pattern from outside cannot hang the process (JSONata's RegexEngine, standing in for RegExp). */
import { RE2JS } from "re2js";
import { business } from "../failure.ts";

class LinearRegExp {
  lastIndex = 0;
  readonly #pattern: RE2JS;
  readonly #global: boolean;

  constructor(written: RegExp) {
    const flags = (written.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (written.multiline ? RE2JS.MULTILINE : 0);
    this.#pattern = compiled(written.source, flags);
    this.#global = written.global;
  }

  exec(text: string): (string[] & { index: number }) | null {
    const from = this.#global ? this.lastIndex : 0;
    const matcher = this.#pattern.matcher(text);
    if (from > text.length || !matcher.find(from)) {
      this.lastIndex = 0;
      return null;
    }
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? "");
    if (this.#global) this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start() });
  }
}

function compiled(source: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch {
    throw business("rule", "expression.regex", `The regular expression /${source}/ uses look-around or back-references, which are not available here.`, {
      fix: "Write it without them, or use $contains, $substringBefore or $split.",
    });
  }
}

/** JSONata asks for a RegExpConstructor but calls only `new` and `exec`. */
export const linearRegExp = LinearRegExp as unknown as RegExpConstructor;

/** A pattern that a schema names, in linear time. @throws StepFailure expression.regex */
export function linearPattern(source: string): { test: (text: string) => boolean } {
  const pattern = compiled(source, 0);
  return { test: (text) => pattern.matcher(text).find() };
}
