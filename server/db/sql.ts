/** SQL lives in files, one statement each; they are read once when a room starts. */
import { readFileSync } from "node:fs";

/**
 * `base` is the caller's import.meta.url; the file is sql/<name>.sql beside it.
 * Where several statements ask the same of different rows, `name` is what is asked, up to its joins, and `which` the rows and their order.
 */
export function sqlFile(base: string, name: string, which?: string): string {
  const read = (part: string) => readFileSync(new URL(`./sql/${part}.sql`, base), "utf8");
  return which === undefined ? read(name) : `${read(name)}${read(which)}`;
}
