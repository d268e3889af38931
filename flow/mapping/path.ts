/** Places in the data that a step sees, as expressions write them: `trigger.body.lines[0].sku`. */

import { memberPath } from "../expression/path.ts";

export type Path = readonly (string | number)[];

const SEGMENT = /\.?(?:([A-Za-z_]\w*)|`([^`]+)`)|\[(\d+)\]/y;
/** Words that JSONata reads otherwise where a name may stand. */
const WORDS = new Set(["and", "or", "in", "true", "false", "null", "function"]);

/** Of names that come from outside, too: one that nothing can quote is looked up, so that it never is more than a name. */
export function pathText(path: Path): string {
  return path.reduce<string>(memberPath, "");
}

/** @returns null for what is more than a place */
export function readPath(source: string): Path | null {
  const text = source.trim();
  const path: (string | number)[] = [];
  SEGMENT.lastIndex = 0;
  while (SEGMENT.lastIndex < text.length) {
    const at = SEGMENT.lastIndex;
    const match = SEGMENT.exec(text);
    if (!match) return null;
    const [whole, name, quoted, index] = match;
    if (index !== undefined) path.push(Number(index));
    else if (whole.startsWith(".") === (at === 0)) return null;
    else if (name !== undefined && WORDS.has(name)) return null;
    else path.push(quoted ?? name ?? "");
  }
  return path.length > 0 && typeof path[0] === "string" ? path : null;
}
