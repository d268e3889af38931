/** One figure over values. What is missing is left out of counts and lists, and never silently out of a sum. */
import { z } from "zod";
import type { Json, Step } from "../../document.ts";
import { business } from "../../failure.ts";
import type { Shape } from "../../shape.ts";
import { alternatives, either, numberShape } from "../../shape.ts";
import { sum } from "./sum.ts";

export const Operation = z.enum(["count", "sum", "average", "min", "max", "first", "last", "list", "distinct"]);
export type Operation = z.infer<typeof Operation>;

type Valued = { index: number; value: Json | undefined };
type Measuring = { name: string; operation: Operation; of: string; step: Step; values: Valued[] };

export function measured(q: Measuring): Json {
  switch (q.operation) {
    case "count":
      return present(q).length;
    case "sum":
      return sum(numbers(q));
    case "average":
      return q.values.length === 0 ? null : sum(numbers(q)) / q.values.length;
    case "min":
      return extreme(q, -1);
    case "max":
      return extreme(q, 1);
    case "first":
      return present(q)[0] ?? null;
    case "last":
      return present(q).at(-1) ?? null;
    case "list":
      return present(q);
    case "distinct":
      return [...new Map(present(q).map((value) => [JSON.stringify(value), value])).values()];
    default: {
      const never: never = q.operation;
      return never;
    }
  }
}

/** What a measure over values of a shape gives. */
export function measureShape(operation: Operation, of: Shape): Shape {
  const there = without(of);
  switch (operation) {
    case "count":
    case "sum":
      return numberShape;
    case "average":
      return either(numberShape, { kind: "null" });
    case "list":
    case "distinct":
      return { kind: "array", of: there };
    case "min":
    case "max":
    case "first":
    case "last":
      return either(there, { kind: "null" });
    default: {
      const never: never = operation;
      return never;
    }
  }
}

function without(shape: Shape): Shape {
  return either(...alternatives(shape).filter((each) => each.kind !== "missing" && each.kind !== "null"));
}

function present(q: Measuring): Json[] {
  return q.values.flatMap(({ value }) => (value === undefined || value === null ? [] : [value]));
}

function numbers(q: Measuring): number[] {
  return q.values.map(({ index, value }) => {
    if (typeof value === "number") return value;
    throw business(
      "invalid-data",
      "aggregate.not_number",
      `${q.name} of ${q.step.name ?? q.step.id} needs a number from every item, and item ${index + 1} gives ${value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100)}.`,
      { fix: "Correct the data and replay, convert it with $number(…), or filter such items out before.", detail: { index, of: q.of } },
    );
  });
}

/** The smallest or the largest of numbers, or of texts; both at once cannot be compared. */
function extreme(q: Measuring, sign: 1 | -1): Json {
  let best: number | string | null = null;
  for (const { index, value } of q.values) {
    if (value === undefined || value === null) continue;
    if ((typeof value !== "number" && typeof value !== "string") || (best !== null && typeof best !== typeof value))
      throw business(
        "invalid-data",
        "aggregate.not_comparable",
        `${q.name} of ${q.step.name ?? q.step.id} compares numbers or texts, and item ${index + 1} gives ${JSON.stringify(value).slice(0, 100)}.`,
        { fix: "Make every item give the same kind of value.", detail: { index, of: q.of } },
      );
    if (best === null || (sign === 1 ? value > best : value < best)) best = value;
  }
  return best;
}
