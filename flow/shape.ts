/** The shape of a value as far as it is known before a run: what completion offers and what type checks compare. */
export type Shape =
  | { kind: "unknown" }
  /** not there: what a path to nowhere gives. `isDoubt`: nothing says that it happens, only that it cannot be ruled out */
  | { kind: "missing"; isDoubt?: true }
  | { kind: "null" | "boolean" | "number" | "date" | "datetime" }
  /** `values`: all that it can be */
  | { kind: "string"; values?: readonly string[] }
  | { kind: "array"; of: Shape }
  /** `optional`: fields that may be missing. `doubtful`: those that nothing says to be there. `open`: there may be others than these fields */
  | { kind: "object"; fields: Record<string, Shape>; optional?: readonly string[]; doubtful?: readonly string[]; open?: boolean }
  /** one of these; made by `either`, so at most one of a kind */
  | { kind: "union"; of: readonly Shape[] };

export const unknownShape: Shape = { kind: "unknown" };
export const missingShape: Shape = { kind: "missing" };
export const doubtShape: Shape = { kind: "missing", isDoubt: true };
export const numberShape: Shape = { kind: "number" };
export const textShape: Shape = { kind: "string" };
export const booleanShape: Shape = { kind: "boolean" };

/** An event that came, by what it carries. */
export const eventOf = (body: Shape): Shape => ({
  kind: "object",
  fields: {
    body,
    key: { kind: "union", of: [{ kind: "string" }, { kind: "null" }] },
    topic: { kind: "string" },
    id: { kind: "string" },
    at: { kind: "datetime" },
  },
});

/** A failure that left by the error port (flow/failure.ts). */
export const failureShape: Shape = {
  kind: "object",
  fields: { class: textShape, kind: textShape, code: textShape, message: textShape, fix: textShape },
  optional: ["fix"],
  open: true,
};

/** What may have more fields than are known. */
export function opened(shape: Shape): Shape {
  if (shape.kind === "array") return { ...shape, of: opened(shape.of) };
  if (shape.kind === "union") return { ...shape, of: shape.of.map(opened) };
  if (shape.kind !== "object") return shape;
  return { ...shape, fields: Object.fromEntries(Object.entries(shape.fields).map(([name, inner]) => [name, opened(inner)])), open: true };
}

const MOST_VALUES = 60;
const DEEPEST = 12;

/** What it can be, one by one; nothing for the union of nothing. */
export function alternatives(shape: Shape): readonly Shape[] {
  return shape.kind === "union" ? shape.of : [shape];
}

/** One of these shapes: at most one alternative of each kind, and unknown as soon as one is. */
export function either(...shapes: readonly Shape[]): Shape {
  const all = shapes.flatMap(alternatives);
  const [first] = all;
  if (first && all.every((each) => each === first)) return first;
  if (all.some((each) => each.kind === "unknown")) return unknownShape;
  const byKind = new Map<Shape["kind"], Shape>();
  for (const shape of all) {
    const known = byKind.get(shape.kind);
    byKind.set(shape.kind, known === undefined || known === shape ? shape : merged(known, shape));
  }
  const of = [...byKind.values()];
  const [only] = of;
  return of.length === 1 && only ? only : { kind: "union", of };
}

function merged(a: Shape, b: Shape): Shape {
  if (a.kind === "string" && b.kind === "string") {
    const values = a.values && b.values ? [...new Set([...a.values, ...b.values])] : [];
    return values.length > 0 && values.length <= MOST_VALUES ? { kind: "string", values } : textShape;
  }
  if (a.kind === "missing" && b.kind === "missing") return a.isDoubt && b.isDoubt ? doubtShape : missingShape;
  if (a.kind === "array" && b.kind === "array") return { kind: "array", of: either(a.of, b.of) };
  if (a.kind === "object" && b.kind === "object") return mergedObject(a, b);
  return a;
}

type ObjectShape = Extract<Shape, { kind: "object" }>;

/** A field that only one of them has: there, the other being closed, it is missing; the other being open, it may be anything. */
function mergedObject(a: ObjectShape, b: ObjectShape): Shape {
  const names = [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])];
  return objectOf(
    names.map((name): [string, Shape] => [name, either(fieldOf(a, name) ?? missingShape, fieldOf(b, name) ?? missingShape)]),
    a.open === true || b.open === true,
  );
}

/** What reading a field gives; null where a closed object has none of that name. */
export function fieldOf(shape: ObjectShape, name: string): Shape | null {
  const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
  if (field === undefined) return shape.open ? unknownShape : null;
  if (shape.optional?.includes(name)) return either(field, missingShape);
  return shape.doubtful?.includes(name) ? either(field, doubtShape) : field;
}

/** An object of fields, of which those that may be missing become optional. */
export function objectOf(entries: readonly (readonly [string, Shape])[], isOpen = false): Shape {
  const fields: [string, Shape][] = [];
  const optional: string[] = [];
  const doubtful: string[] = [];
  for (const [name, shape] of entries) {
    const there = certain(shape);
    if (alternatives(there).length === 0) continue;
    fields.push([name, there]);
    if (there !== shape) (isKnownMissing(shape) ? optional : doubtful).push(name);
  }
  return {
    kind: "object",
    fields: Object.fromEntries(fields),
    ...(optional.length > 0 ? { optional } : {}),
    ...(doubtful.length > 0 ? { doubtful } : {}),
    ...(isOpen ? { open: true } : {}),
  };
}

export function mayBeMissing(shape: Shape): boolean {
  return alternatives(shape).some((each) => each.kind === "missing");
}

/** Whether something known says that it may not be there. */
export function isKnownMissing(shape: Shape): boolean {
  return alternatives(shape).some((each) => each.kind === "missing" && !each.isDoubt);
}

/** The ways in which it may be missing. */
export function missingOf(shape: Shape): readonly Shape[] {
  return shape.kind === "unknown" ? [doubtShape] : alternatives(shape).filter((each) => each.kind === "missing");
}

/** The shape where the value is known to be there. */
export function certain(shape: Shape): Shape {
  if (!mayBeMissing(shape)) return shape;
  return either(...alternatives(shape).filter((each) => each.kind !== "missing"));
}

const depths = new WeakMap<Shape, number>();

/** Levels of objects and lists inside. */
function depthOf(shape: Shape): number {
  const known = depths.get(shape);
  if (known !== undefined) return known;
  const inner = shape.kind === "object" ? Object.values(shape.fields) : shape.kind === "array" ? [shape.of] : shape.kind === "union" ? shape.of : [];
  const depth = inner.reduce((most, each) => Math.max(most, depthOf(each)), 0) + (shape.kind === "union" ? 0 : 1);
  depths.set(shape, depth);
  return depth;
}

/** Shapes of what steps make from each other must not grow without end. */
export function bounded(shape: Shape): Shape {
  return depthOf(shape) > DEEPEST ? unknownShape : shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "array":
      return b.kind === "array" && sameShape(a.of, b.of);
    case "union":
      return b.kind === "union" && a.of.length === b.of.length && a.of.every((each, index) => sameShape(each, b.of[index] ?? unknownShape));
    case "string":
      return b.kind === "string" && a.values?.join("\n") === b.values?.join("\n");
    case "object": {
      if (b.kind !== "object" || a.open !== b.open || a.optional?.join() !== b.optional?.join() || a.doubtful?.join() !== b.doubtful?.join()) return false;
      const names = Object.keys(a.fields);
      if (names.length !== Object.keys(b.fields).length) return false;
      return names.every((name) => {
        const [own, other] = [a.fields[name], b.fields[name]];
        return own !== undefined && other !== undefined && sameShape(own, other);
      });
    }
    case "missing":
      return b.kind === "missing" && a.isDoubt === b.isDoubt;
    default:
      return a.kind === b.kind;
  }
}

export function isText(shape: Shape): boolean {
  return shape.kind === "string" || shape.kind === "date" || shape.kind === "datetime";
}

const WORDS: Record<Shape["kind"], string> = {
  unknown: "anything",
  missing: "nothing",
  null: "null",
  boolean: "true or false",
  number: "a number",
  date: "a date",
  datetime: "a time",
  string: "text",
  array: "a list",
  object: "an object",
  union: "",
};

/** How messages call it: text, a number or a list. */
export function shapeWords(shape: Shape): string {
  const words = [...new Set(alternatives(shape).flatMap((each) => (each.kind === "missing" ? [] : [WORDS[each.kind]])))];
  const last = words.pop();
  return last === undefined ? WORDS.missing : words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}
