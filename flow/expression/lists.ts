/** How JSONata takes one value, several and none for each other. */
import type { Shape } from "../shape.ts";
import { alternatives, either, fieldOf, missingShape, unknownShape } from "../shape.ts";

/** The items of a value where a single one is a list of one. */
export function itemsOf(shape: Shape): Shape {
  return either(...alternatives(shape).flatMap((each) => (each.kind === "missing" ? [] : each.kind === "array" ? alternatives(each.of) : [each])));
}

/** What a path over several items gives: nothing, the only one, or a list; lists among the results become part of it. */
export function severalOf(result: Shape, none: Shape = missingShape): Shape {
  const item = itemsOf(result);
  if (alternatives(item).length === 0) return none;
  return either(none, item, { kind: "array", of: item });
}

/** The field of that name: of what is there, over a list of each of its items. */
export function read(context: Shape, name: string): Shape {
  return either(
    ...alternatives(context).map((each): Shape => {
      if (each.kind === "unknown") return unknownShape;
      if (each.kind === "array") {
        const inner = read(each.of, name);
        return inner.kind === "unknown" ? unknownShape : severalOf(inner);
      }
      if (each.kind === "missing") return each;
      if (each.kind !== "object") return missingShape;
      return fieldOf(each, name) ?? missingShape;
    }),
  );
}
