/** What an expression calls by names of its own: `$rate := …`, the parameters of `function($line)`, and places that a path names with @ and #. */
import type { Token } from "./tokens.ts";

/** Whether the variable there is given its name at that place. */
export function isBound(tokens: readonly Token[], at: number): boolean {
  if (tokens[at + 1]?.text === ":=" || tokens[at - 1]?.text === "@" || tokens[at - 1]?.text === "#") return true;
  return parametersAt(tokens, at) !== null;
}

/** Where the bracket of the parameters stands among which the variable is, and the how manieth it is; null where it is none. */
export function parametersAt(tokens: readonly Token[], at: number): { open: number; index: number } | null {
  let back = at - 1;
  let index = 0;
  while (tokens[back]?.kind === "variable" || tokens[back]?.text === ",") {
    if (tokens[back]?.text === ",") index += 1;
    back -= 1;
  }
  return tokens[back]?.text === "(" && isFunction(tokens[back - 1]) ? { open: back, index } : null;
}

export const isFunction = (token: Token | undefined): boolean => token?.text === "function" || token?.text === "λ";
