/** What an expression reads. */
import type { Json } from "../document.ts";
import { isExpression } from "../marks.ts";
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
