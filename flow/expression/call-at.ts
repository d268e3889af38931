/** The function call around the cursor, for what is shown while its arguments are typed. */
import { tokensOf } from "./tokens.ts";

/** `argument`: which one the cursor is in, from 0. `from`: where the function's name begins. */
export type CallAt = { name: string; argument: number; from: number };

export function callAt(source: string, position: number): CallAt | null {
  const tokens = tokensOf(source.slice(0, position)).filter((token) => token.kind !== "comment");
  const open: { name: string | null; argument: number; from: number }[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "operator") continue;
    const before = tokens[at - 1];
    if (["(", "[", "{"].includes(token.text)) {
      const isCall = token.text === "(" && before?.kind === "variable";
      open.push({ name: isCall ? before.text : null, argument: 0, from: before?.from ?? token.from });
    } else if ([")", "]", "}"].includes(token.text)) open.pop();
    else if (token.text === ",") {
      const last = open.at(-1);
      if (last) last.argument += 1;
    }
  }
  // inside a list or an object that is an argument, it is still that argument
  for (const each of open.toReversed()) if (each.name !== null) return { name: each.name, argument: each.argument, from: each.from };
  return null;
}
