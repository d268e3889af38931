/** The shape of a value as far as it is known before a run: what completion offers and what type checks compare. */
export type Shape =
  | { kind: "unknown" }
  | { kind: "null" | "boolean" | "number" | "string" | "date" | "datetime" }
  | { kind: "array"; of: Shape }
  | { kind: "object"; fields: Record<string, Shape>; open?: boolean };

export const unknownShape: Shape = { kind: "unknown" };

/** An event that came. */
export const eventShape: Shape = {
  kind: "object",
  fields: { body: unknownShape, key: { kind: "string" }, topic: { kind: "string" }, id: { kind: "string" }, at: { kind: "datetime" } },
};
