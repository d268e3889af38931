/** What cannot work in an expression, and how it is written so that it does. */
import type { Shape } from "../shape.ts";
import { alternatives, isText, shapeWords } from "../shape.ts";
import type { Node } from "./compile.ts";
import { rangeOf } from "./source.ts";

export type Finding = {
  severity: "error" | "warning";
  code: string;
  /** characters from the start, where the part ends that it is about */
  position: number;
  message: string;
  fix: string;
  /** the expression as it would be right, where there is no doubt */
  source?: string;
};

/** The same expression with a path put into a function. */
export function conversion(node: Node, source: string, convert: string): { source?: string } {
  const range = rangeOf(node, source);
  return range === null ? {} : { source: `${source.slice(0, range.from)}${convert}(${source.slice(range.from, range.to)})${source.slice(range.to)}` };
}

/** A name that nothing known has: wrong for sure where all fields are known, likely wrong where one of nearly that name is. */
export function unknownField(q: { context: Shape; name: string; node: Node; source: string }): Finding | null {
  const all = within(q.context);
  const [only] = all;
  const position = typeof q.node.position === "number" ? q.node.position : 0;
  if (!only || all.some((each) => each.kind === "unknown")) return null;
  if (all.every((each) => isText(each) || each.kind === "number" || each.kind === "boolean"))
    return {
      severity: "error",
      code: "expression.no_fields",
      position,
      message: `${before(q.source, position, q.name) ?? "What stands before it"} is ${shapeWords(q.context)} and has no field ${q.name}.`,
      fix: "Read it as it is, without a field.",
    };
  if (all.length !== 1 || only.kind !== "object" || Object.hasOwn(only.fields, q.name)) return null;
  const names = Object.keys(only.fields);
  const near = nearest(q.name, names);
  if (only.open && (near === null || isVariant(q.name, near))) return null;
  const path = before(q.source, position, q.name);
  return {
    severity: only.open ? "warning" : "error",
    code: "expression.unknown_field",
    position,
    message: `${path === null ? "What stands before it" : path} has no field ${q.name}${near === null && names.length > 0 ? `: it has ${names.slice(0, 8).join(", ")}` : ""}.`,
    fix: near === null ? "Read a field that it has." : `Read ${near} instead.`,
    ...(near === null ? {} : renamed(q.source, position, q.name, near)),
  };
}

/** Everything that a name is looked up in. */
function within(shape: Shape): Shape[] {
  return alternatives(shape).flatMap((each) => (each.kind === "missing" || each.kind === "null" ? [] : each.kind === "array" ? within(each.of) : [each]));
}

function renamed(source: string, position: number, name: string, to: string): { source?: string } {
  const from = position - name.length;
  if (source.slice(from, position) !== name || !/^[A-Za-z_]\w*$/.test(to)) return {};
  return { source: `${source.slice(0, from)}${to}${source.slice(position)}` };
}

/** The path that the name is read from, where it is written out before it. */
function before(source: string, position: number, name: string): string | null {
  return /([A-Za-z_$][\w.]*)\.$/.exec(source.slice(0, position - name.length))?.[1] ?? null;
}

/** street and street2, line_id and line_ids: two fields that both may be there. */
function isVariant(a: string, b: string): boolean {
  const stem = (name: string) =>
    name
      .toLowerCase()
      .replace(/[\d_]+/g, "")
      .replace(/s$/, "");
  return stem(a) === stem(b) || a.length < 4;
}

/** The name that was meant, where one differs by a slip of the finger. */
export function nearest(name: string, names: readonly string[]): string | null {
  const most = name.length < 4 ? 1 : name.length < 8 ? 2 : 3;
  let best: { name: string; far: number } | null = null;
  for (const each of names) {
    const far = distance(name.toLowerCase(), each.toLowerCase());
    if (far <= most && far < each.length && (best === null || far < best.far)) best = { name: each, far };
  }
  return best?.name ?? null;
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (previous[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    previous = row;
    row = next;
  }
  return row[b.length] ?? 4;
}
