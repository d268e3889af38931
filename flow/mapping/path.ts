/** Places in the data that a step sees, as expressions write them: `trigger.body.lines[0].sku`. */

export type Path = readonly (string | number)[];

const NAME = /^[A-Za-z_]\w*$/;
const SEGMENT = /\.?(?:([A-Za-z_]\w*)|`([^`]+)`)|\[(\d+)\]/y;
/** Words that JSONata reads otherwise where a name may stand. */
const WORDS = new Set(["and", "or", "in", "true", "false", "null", "function"]);

export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const name = NAME.test(part) && !WORDS.has(part) ? part : `\`${part}\``;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
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
