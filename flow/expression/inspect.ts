/** What an expression reads, and what could come next while it is typed. */
import type { Json } from "../document.ts";
import { isExpression } from "../document.ts";
import type { Shape } from "../shape.ts";
import type { Node, SyntaxProblem } from "./compile.ts";
import { compile } from "./compile.ts";

/** @returns where the expression breaks, or null when it parses */
export function syntaxProblem(source: string): SyntaxProblem | null {
  const compiled = compile(source);
  return compiled.ok ? null : compiled.problem;
}

const paths = new WeakMap<Node, string[][]>();

/** The paths that an expression reads from its scope, such as ["steps", "cust", "id"]; none where it does not parse. */
export function pathsOf(source: string): string[][] {
  const compiled = compile(source);
  if (!compiled.ok) return [];
  const known = paths.get(compiled.ast);
  if (known) return known;
  const found: string[][] = [];
  paths.set(compiled.ast, found);
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const node = value as Node;
    if (node.type === "path" && node.steps) {
      const names: string[] = [];
      for (const step of node.steps) {
        if (step.type !== "name" || typeof step.value !== "string") break;
        names.push(step.value);
      }
      if (names.length) found.push(names);
    }
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(compiled.ast);
  return found;
}

type Written = { path: string; source: string };
const written = new WeakMap<object, { path: string; found: Written[] }>();

/** Every expression inside a config, with the path of its place; looked for once in a config, which never changes. */
export function expressionsIn(value: Json, path = ""): Written[] {
  if (typeof value !== "object" || value === null) return [];
  const known = written.get(value);
  if (known?.path === path) return known.found;
  const found = lookFor(value, path);
  written.set(value, { path, found });
  return found;
}

function lookFor(value: Json, path: string): Written[] {
  if (isExpression(value)) return [{ path, source: value.$ }];
  const at = (key: string | number) => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.flatMap((item, index) => lookFor(item, at(index)));
  if (typeof value !== "object" || value === null || "$literal" in value) return [];
  return Object.entries(value).flatMap(([key, inner]) => lookFor(inner, at(key)));
}

export type Completion = { label: string /** from where the label replaces what is typed */; from: number; kind: "field" | "function"; detail: string };

const FUNCTIONS: Record<string, string> = {
  $string: "as text",
  $number: "as a number",
  $boolean: "as true or false",
  $exists: "whether it is there",
  $not: "the opposite",
  $uppercase: "in capitals",
  $lowercase: "in small letters",
  $trim: "without spaces around",
  $substring: "part of a text",
  $substringBefore: "text before a mark",
  $substringAfter: "text after a mark",
  $contains: "whether a text holds another",
  $split: "text into a list",
  $join: "list into a text",
  $replace: "text with parts replaced",
  $round: "rounded number",
  $abs: "without sign",
  $floor: "rounded down",
  $ceil: "rounded up",
  $sum: "sum of a list",
  $count: "length of a list",
  $max: "largest",
  $min: "smallest",
  $average: "average",
  $map: "each item changed",
  $filter: "items that fit",
  $sort: "sorted list",
  $distinct: "without repeats",
  $merge: "objects in one",
  $keys: "names in an object",
  $now: "the run's time",
  $millis: "the run's time in ms",
  $fromMillis: "time as text",
  $toMillis: "text as time",
  $formatNumber: "number as text",
  $lookup: "field by name",
};

/** What may stand at the position: fields of the shape along the path typed so far, or functions after `$`. */
export function completions(source: string, position: number, scope: Shape): Completion[] {
  const before = source.slice(0, position);
  const called = /\$(\w*)$/.exec(before);
  if (called) {
    return Object.entries(FUNCTIONS)
      .filter(([name]) => name.startsWith(called[0]))
      .map(([label, detail]) => ({ label, from: position - called[0].length, kind: "function", detail }));
  }
  const typed = /[\w.]*$/.exec(before)?.[0] ?? "";
  const names = typed.split(".");
  const last = names.pop() ?? "";
  let shape: Shape = scope;
  for (const name of names) {
    shape = objectIn(shape);
    const next: Shape | undefined = shape.kind === "object" ? shape.fields[name] : undefined;
    if (!next) return [];
    shape = next;
  }
  shape = objectIn(shape);
  if (shape.kind !== "object") return [];
  return Object.entries(shape.fields)
    .filter(([name]) => name.toLowerCase().startsWith(last.toLowerCase()))
    .map(([label, inner]) => ({ label, from: position - last.length, kind: "field", detail: inner.kind }));
}

/** What has fields: the items of a list, and of several things that it may be the one that is an object. */
function objectIn(shape: Shape): Shape {
  if (shape.kind === "array") return objectIn(shape.of);
  return shape.kind === "union" ? (shape.of.map(objectIn).find((each) => each.kind === "object") ?? shape) : shape;
}
