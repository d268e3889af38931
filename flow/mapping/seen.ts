/** What a source looks like: from its value in the sample where there is one, else from the shape that is known. */
import type { Json } from "../document.ts";
import type { Shape } from "../shape.ts";

export type SeenKind = "text" | "number" | "boolean" | "date" | "datetime" | "list" | "object" | "empty" | "unknown";
export type Seen = {
  kind: SeenKind;
  /** what it is called where it stands */
  name?: string;
  /** of a list */
  of?: Seen;
  /** in an object */
  names?: string[];
  value?: Json;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
export const GERMAN_DAY = /^\d{1,2}\.\d{1,2}\.\d{4}$/;
export const COMMA_NUMBER = /^-?\d{1,3}(\.\d{3})*,\d+$|^-?\d+,\d+$/;
export const PLAIN_NUMBER = /^\s*-?\d+(\.\d+)?\s*$/;

export function seenOf(value: Json | undefined): Seen {
  if (value === undefined) return { kind: "unknown" };
  if (value === null) return { kind: "empty", value };
  if (typeof value === "number") return { kind: "number", value };
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (typeof value === "string") return { kind: DAY.test(value) ? "date" : INSTANT.test(value) ? "datetime" : "text", value };
  if (Array.isArray(value)) return { kind: "list", of: seenOf(value[0]), value };
  return { kind: "object", names: Object.keys(value), value };
}

export function seenOfShape(shape: Shape): Seen {
  switch (shape.kind) {
    case "string":
      return { kind: "text" };
    case "number":
    case "boolean":
    case "date":
    case "datetime":
      return { kind: shape.kind };
    case "null":
      return { kind: "empty" };
    case "array":
      return { kind: "list", of: seenOfShape(shape.of) };
    case "object":
      return { kind: "object", names: Object.keys(shape.fields) };
    default:
      return { kind: "unknown" };
  }
}
