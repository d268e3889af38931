/** Which places of the data a mapping's value reads: where the lines begin that are drawn to it. */
import type { Json } from "../document.ts";
import { expressionsIn, pathsOf } from "../expression/inspect.ts";
import { readMapped } from "./mapped.ts";
import type { Mapped } from "./mapped.ts";
import { pathText, readPath } from "./path.ts";

const ROOTS = new Set(["trigger", "steps", "vars", "item", "index", "run", "event"]);

/** @param isRoot whether the first name of a place begins one of the sources; inside lines those are the item's own */
export function readsOf(value: Json, isRoot: (name: string) => boolean = (name) => ROOTS.has(name)): string[] {
  const mapped = readMapped(value);
  const one = placeIn(mapped);
  if (one !== null) return [one];
  const read = expressionsIn(value).flatMap(({ source }) => pathsOf(source));
  return [...new Set(read.filter(([first]) => first !== undefined && isRoot(first)).map((path) => pathText(path)))];
}

function placeIn(mapped: Mapped): string | null {
  switch (mapped.kind) {
    case "path":
    case "converted":
    case "table":
      return mapped.path;
    case "lines":
      return mapped.of;
    case "record":
      return mapped.value === null ? null : placeIn(mapped.value);
    default:
      return null;
  }
}

/** The nearest place that is in the tree: a list's item is drawn from the list. */
export function nearest(place: string, isKnown: (text: string) => boolean): string | null {
  const outside = place.startsWith("$$.") ? "$$." : "";
  let path = readPath(place.slice(outside.length));
  while (path !== null && path.length > 0) {
    const text = `${outside}${pathText(path)}`;
    if (isKnown(text)) return text;
    const plain = `${outside}${pathText(path.filter((part) => typeof part === "string"))}`;
    if (isKnown(plain)) return plain;
    path = path.slice(0, -1);
  }
  return null;
}
