/** The shape of a config value: of a literal as it stands, of an expression as it is seen. */
import type { Json } from "./document.ts";
import { isExpression } from "./marks.ts";
import type { Shape } from "./shape.ts";
import { alternatives, booleanShape, bounded, certain, either, missingShape, numberShape, objectOf, unknownShape } from "./shape.ts";
import type { Seen } from "./step.ts";

export function valueShape(value: Json | undefined, seen: Seen, item?: Shape): Shape {
  if (value === undefined) return missingShape;
  if (isExpression(value)) return seen.of(value.$, item);
  if (value === null) return { kind: "null" };
  if (typeof value === "string") return { kind: "string", values: [value] };
  if (typeof value === "number") return numberShape;
  if (typeof value === "boolean") return booleanShape;
  if (Array.isArray(value)) return { kind: "array", of: either(...value.map((each) => orNull(valueShape(each, seen, item)))) };
  if ("$literal" in value) return unknownShape;
  return bounded(objectOf(Object.entries(value).map(([name, inner]): [string, Shape] => [name, valueShape(inner, seen, item)])));
}

/** The items of a list as a step that looks at them takes it: nothing and null are an empty list, a single value is a list of one. */
export function listedShape(shape: Shape): Shape {
  return either(
    ...alternatives(shape).flatMap((each) => (each.kind === "missing" || each.kind === "null" ? [] : each.kind === "array" ? alternatives(each.of) : [each])),
  );
}

/** In a list, what is missing leaves null behind. */
function orNull(shape: Shape): Shape {
  const there = certain(shape);
  return there === shape ? shape : either(there, { kind: "null" });
}
