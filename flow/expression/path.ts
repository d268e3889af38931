/** Writes the path of a value as expressions read it. */

const PLAIN = /^[A-Za-z_]\w*$/;
/** words that the language reads as something else where a name could stand */
const TAKEN = new Set(["true", "false", "null", "and", "or", "in", "function"]);

/** A name as it stands in a path: quoted where it is no plain word. */
export function quotedName(name: string): string {
  return PLAIN.test(name) && !TAKEN.has(name) ? name : `\`${name}\``;
}

/** The path of what a value holds under a name, or at a place of a list. An empty parent is the scope itself. */
export function memberPath(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  // a quoted name ends at the next backtick, and nothing escapes one
  if (key.includes("`") || key === "") return `$lookup(${parent === "" ? "$" : parent}, ${JSON.stringify(key)})`;
  return parent === "" ? quotedName(key) : `${parent}.${quotedName(key)}`;
}
