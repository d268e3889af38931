/** Whether two expressions mean the same, however they are spaced, quoted and commented: their parsed forms are equal but for places. */
import type { Node } from "./compile.ts";
import { compile } from "./compile.ts";

export function sameExpression(a: string, b: string): boolean {
  if (a === b) return true;
  const one = compile(a);
  const other = compile(b);
  return one.ok && other.ok && withoutPlaces(one.ast) === withoutPlaces(other.ast);
}

function withoutPlaces(ast: Node): string {
  return JSON.stringify(ast, (key, value: unknown) => (key === "position" ? undefined : value));
}
