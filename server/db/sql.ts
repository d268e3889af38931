/** SQL lives in files, one statement each; they are read once when a room starts. */
import { readFileSync } from "node:fs";

/** `base` is the caller's import.meta.url; the file is sql/<name>.sql beside it. */
export function sqlFile(base: string, name: string): string {
  return readFileSync(new URL(`./sql/${name}.sql`, base), "utf8");
}
