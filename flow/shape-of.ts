/** Shapes of values that are at hand. */
import type { Json } from "./document.ts";
import type { Shape } from "./shape.ts";
import { booleanShape, either, numberShape, objectOf, textShape, unknownShape } from "./shape.ts";

const DEEPEST = 6;
/** items of a list that are looked at */
const MOST_ITEMS = 200;

/** Deep values end somewhere. */
export function shapeOf(value: Json | undefined, depth = 0): Shape {
  if (value === undefined || depth > DEEPEST) return unknownShape;
  if (value === null) return { kind: "null" };
  if (typeof value === "string") return textShape;
  if (typeof value === "number") return numberShape;
  if (typeof value === "boolean") return booleanShape;
  if (!Array.isArray(value)) return objectOf(Object.entries(value).map(([name, inner]): [string, Shape] => [name, shapeOf(inner, depth + 1)]));
  return { kind: "array", of: value.length === 0 ? unknownShape : shapeOfMany(value, depth) };
}

function shapeOfMany(items: Json[], depth: number): Shape {
  const rest = items.length > MOST_ITEMS ? [unknownShape] : [];
  return either(...items.slice(0, MOST_ITEMS).map((item) => shapeOf(item, depth + 1)), ...rest);
}
