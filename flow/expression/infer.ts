/**
 * The shape of what an expression gives, from the shapes of what it sees, and what in it cannot work. Follows JSONata's evaluation: a path
 * over a list gives a list, a list of one found by a path is that one, and what is not there is missing, not null.
 * Where it cannot be told, the shape is unknown, and nothing is found.
 */
import type { Shape } from "../shape.ts";
import {
  alternatives,
  booleanShape,
  bounded,
  certain,
  doubtShape,
  either,
  isText,
  mayBeMissing,
  missingOf,
  missingShape,
  numberShape,
  objectOf,
  shapeWords,
  textShape,
  unknownShape,
} from "../shape.ts";
import type { Node } from "./compile.ts";
import { compile } from "./compile.ts";
import { factsOf, pathKey } from "./facts.ts";
import { builtinOf } from "./functions.ts";
import type { Finding } from "./findings.ts";
import { neverEqual, notComparable, sort } from "./comparisons.ts";
import { conversion, unknownField } from "./findings.ts";
import { itemsOf, read, severalOf } from "./lists.ts";
import { isNode, nodesIn, positionOf, textOf } from "./source.ts";

/** An object of the scope whose optional fields must not be read without asking, and what to say of one. */
export type Watched = { shape: Shape; tell: (name: string) => Pick<Finding, "message" | "fix"> | null };
export type Inferred = { shape: Shape; findings: Finding[] };

/** @returns unknown and nothing found for a source that does not parse */
export function infer(source: string, scope: Shape, watched?: Watched): Inferred {
  const compiled = compile(source);
  if (!compiled.ok) return { shape: unknownShape, findings: [] };
  const found = new Map<string, Finding>();
  const report = (finding: Finding) => void found.set(`${finding.code} ${finding.position} ${finding.message}`, finding);
  const shape = shapeOfNode(compiled.ast, {
    source,
    root: scope,
    context: scope,
    watched,
    vars: new Map(),
    present: new Set(),
    isTolerant: false,
    depth: 0,
    report,
  });
  return { shape: bounded(shape), findings: [...found.values()] };
}

/** Where an expression stands while it is looked at. */
type Place = {
  source: string;
  root: Shape;
  watched: Watched | undefined;
  context: Shape;
  vars: Map<string, Shape>;
  /** paths from this context that are known to be there */
  present: ReadonlySet<string>;
  /** what may be missing is provided for */
  isTolerant: boolean;
  depth: number;
  report: (finding: Finding) => void;
};

const DEEPEST = 150;

/** A context of its own: what was known to be there was known of the one around. */
const within = (place: Place, context: Shape): Place => (context === place.context ? place : { ...place, context, present: new Set() });
const tolerant = (place: Place): Place => ({ ...place, isTolerant: true });

function shapeOfNode(node: Node, at: Place): Shape {
  if (at.depth > DEEPEST) return unknownShape;
  const place = { ...at, depth: at.depth + 1 };
  let shape = plain(node, place);
  for (const each of stagesOf(node.predicate)) shape = each === null ? unknownShape : filtered(shape, each, place);
  if (node.type !== "path" && typeof node.group === "object" && node.group !== null) shape = grouped(Reflect.get(node.group, "lhs"), shape, place);
  return node.keepArray === true && node.type !== "path" && node.type !== "name" ? unknownShape : bounded(shape);
}

function plain(node: Node, place: Place): Shape {
  switch (node.type) {
    case "string":
      return typeof node.value === "string" ? { kind: "string", values: [node.value] } : unknownShape;
    case "number":
      return numberShape;
    case "value":
      return node.value === null ? { kind: "null" } : typeof node.value === "boolean" ? booleanShape : unknownShape;
    case "path":
      return pathShape(node, place);
    case "name":
      return lookup(place.context, String(node.value), node, place);
    case "variable":
      return variable(node, place);
    case "unary":
      return unary(node, place);
    case "binary":
      return binary(node, place);
    case "condition":
      return condition(node, place);
    case "block":
      return block(node, place);
    case "bind":
      return bind(node, place);
    case "function":
      return call(node, place, null);
    case "apply":
      return apply(node, place);
    case "lambda":
      lambdaBody(node, place, []);
      return unknownShape;
    default:
      return unknownShape;
  }
}

function variable({ value }: Node, place: Place): Shape {
  if (value === "") return place.context;
  if (value === "$") return place.root;
  return place.vars.get(String(value)) ?? unknownShape;
}

function block(node: Node, place: Place): Shape {
  const inner = { ...place, vars: new Map(place.vars) };
  let last: Shape = missingShape;
  for (const each of nodesIn(node.expressions)) last = shapeOfNode(each, inner);
  return last;
}

function bind(node: Node, place: Place): Shape {
  const shape = isNode(node.rhs) ? shapeOfNode(node.rhs, place) : unknownShape;
  if (isNode(node.lhs)) place.vars.set(String(node.lhs.value), shape);
  return shape;
}

function condition(node: Node, place: Place): Shape {
  if (!isNode(node.condition) || !isNode(node.then)) return unknownShape;
  shapeOfNode(node.condition, tolerant(place));
  // whoever asks first has thought of what may not be there
  const asked = { ...place, isTolerant: true, vars: new Map(place.vars) };
  const then = shapeOfNode(node.then, { ...asked, present: new Set([...place.present, ...factsOf(node.condition, true)]) });
  if (!isNode(node.else)) return either(then, missingShape);
  return either(then, shapeOfNode(node.else, { ...asked, present: new Set([...place.present, ...factsOf(node.condition, false)]) }));
}

function unary(node: Node, place: Place): Shape {
  if (node.value === "{") return grouped(node.lhs, place.context, place);
  if (node.value === "[") {
    const items = nodesIn(node.expressions).map((each) => {
      const shape = shapeOfNode(each, tolerant(place));
      return each.type === "unary" && each.value === "[" ? certain(shape) : itemsOf(shape);
    });
    return { kind: "array", of: either(...items) };
  }
  if (node.value === "-" && isNode(node.expression)) return numeric(node.expression, "-", place);
  return unknownShape;
}

function numeric(node: Node, operator: string, place: Place): Shape {
  const shape = shapeOfNode(node, place);
  const there = alternatives(certain(shape));
  if (there.length > 0 && !there.some((each) => each.kind === "number" || each.kind === "unknown"))
    place.report({
      severity: "error",
      code: "expression.not_number",
      position: positionOf(node),
      message: `${operator} works on numbers, and ${textOf(node, place.source) ?? "what stands here"} is ${shapeWords(shape)}.`,
      fix: there.some(isText) ? "Convert it with $number(…)." : "Name a number.",
      ...(there.every(isText) ? conversion(node, place.source, "$number") : {}),
    });
  return either(numberShape, ...missingOf(shape));
}

const ARITHMETIC = ["+", "-", "*", "/", "%"];
const COMPARING = ["<", "<=", ">", ">="];

function binary(node: Node, place: Place): Shape {
  const { lhs, rhs } = node;
  if (!isNode(lhs) || !isNode(rhs)) return unknownShape;
  const operator = String(node.value);
  if (ARITHMETIC.includes(operator)) return either(numeric(lhs, operator, place), numeric(rhs, operator, place));
  if (COMPARING.includes(operator)) return compared(lhs, rhs, place);
  if (operator === "=" || operator === "!=") {
    const [left, right] = [shapeOfNode(lhs, tolerant(place)), shapeOfNode(rhs, tolerant(place))];
    const finding = neverEqual({ lhs, rhs, left, right, source: place.source }, operator);
    if (finding) place.report(finding);
    return booleanShape;
  }
  if (operator === "&") {
    shapeOfNode(lhs, place);
    shapeOfNode(rhs, place);
    return textShape;
  }
  if (operator === "and" || operator === "or") {
    shapeOfNode(lhs, tolerant(place));
    shapeOfNode(rhs, { ...tolerant(place), present: new Set([...place.present, ...factsOf(lhs, operator === "and")]) });
    return booleanShape;
  }
  if (operator === "in") {
    shapeOfNode(lhs, tolerant(place));
    shapeOfNode(rhs, tolerant(place));
    return booleanShape;
  }
  if (operator === "..") {
    numeric(lhs, "..", place);
    numeric(rhs, "..", place);
    return either({ kind: "array", of: numberShape }, numberShape, missingShape);
  }
  return unknownShape;
}

function compared(lhs: Node, rhs: Node, place: Place): Shape {
  const left = shapeOfNode(lhs, place);
  const right = shapeOfNode(rhs, place);
  const finding = notComparable({ lhs, rhs, left, right, source: place.source });
  if (finding) place.report(finding);
  return either(booleanShape, ...missingOf(left), ...missingOf(right));
}

function grouped(pairs: unknown, input: Shape, place: Place): Shape {
  if (!Array.isArray(pairs)) return unknownShape;
  const all = alternatives(input);
  const lists = all.flatMap((each) => (each.kind === "array" ? [each.of] : []));
  const single = all.filter((each) => each.kind !== "array");
  const each = either(...single, ...lists.flatMap(alternatives), ...(lists.length > 0 ? [missingShape] : []));
  // what falls under one key is one list
  const under = lists.length === 0 ? each : either(each, { kind: "array", of: either(...lists) });
  const entries: [string, Shape][] = [];
  let isOpen = false;
  for (const pair of pairs) {
    const [key, value] = nodesIn(pair);
    if (!key || !value) return unknownShape;
    const shape = shapeOfNode(
      value,
      input === place.context ? { ...place, context: under, present: under === place.context ? place.present : new Set() } : within(place, under),
    );
    if (key.type === "string" && typeof key.value === "string") entries.push([key.value, shape]);
    else {
      isOpen = true;
      shapeOfNode(key, within(place, each));
    }
  }
  return bounded(objectOf(entries, isOpen));
}

// ---- paths ----------------------------------------------------------------------------------

function stagesOf(value: unknown): (Node | null)[] {
  return nodesIn(value).map((stage) => (stage.type === "filter" && isNode(stage.expr) ? stage.expr : null));
}

function pathShape(node: Node, place: Place): Shape {
  const steps = node.steps ?? [];
  if (steps.some((step) => step.tuple || step.focus !== undefined || step.index !== undefined || step.type === "parent")) return unknownShape;
  let value = place.context;
  const names: string[] = [];
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const around = value;
    if (index === 0 && (step.consarray === true || step.type === "variable")) {
      value = shapeOfNode({ ...step, stages: undefined }, place);
      for (const stage of stagesOf(step.stages)) value = stage === null ? unknownShape : filtered(value, stage, place);
    } else if (step.type === "sort") value = sorted(value, step, place);
    else value = applied(step, value, { place, isFirst: index === 0, isLast, next: steps[index + 1] });
    if (step.type === "name" && names.length === index && !step.stages) {
      names.push(String(step.value));
      if (place.present.has(pathKey(names))) value = certain(value);
      else if (around === place.watched?.shape && !place.isTolerant) unguarded(step, around, place);
    }
    if (value.kind === "missing") break;
  }
  // a list that is written out and empty ends the path as it is
  if (steps[0]?.consarray === true && steps.length > 1) value = either(value, { kind: "array", of: either() });
  if (node.keepSingletonArray === true)
    value = value.kind === "unknown" ? unknownShape : either({ kind: "array", of: itemsOf(value) }, ...(mayBeMissing(value) ? [missingShape] : []));
  if (typeof node.group === "object" && node.group !== null) return grouped(Reflect.get(node.group, "lhs"), value, place);
  return value;
}

function unguarded(step: Node, shape: Shape, place: Place): void {
  const name = String(step.value);
  if (shape.kind !== "object" || !shape.optional?.includes(name)) return;
  const told = place.watched?.tell(name);
  if (told) place.report({ severity: "warning", code: "expression.unguarded", position: positionOf(step), ...told });
}

type Applying = { place: Place; isFirst: boolean; isLast: boolean; next: Node | undefined };

function applied(step: Node, value: Shape, { place, isFirst, next, isLast }: Applying): Shape {
  const all = alternatives(value);
  // a path ends where nothing is; only its first part is evaluated over a context that is not there
  const isCut = !isFirst && mayBeMissing(value);
  const context = either(...all.flatMap((each) => (each.kind === "array" ? alternatives(each.of) : isCut && each.kind === "missing" ? [] : [each])));
  const isList = step.type === "unary" && step.value === "[";
  if ((isList && !isLast && next?.type !== "name") || (step.type !== "name" && keepsLists(step))) return unknownShape;
  // the first name is looked up in what is there already: what is known of it stays known
  const inside = isFirst && all.every((each) => each.kind !== "array") ? place : within(place, context);
  let result = shapeOfNode({ ...step, stages: undefined }, inside);
  for (const stage of stagesOf(step.stages)) result = stage === null ? unknownShape : filtered(result, stage, place);
  if (result.kind === "unknown") return unknownShape;
  const one = all.some((each) => each.kind !== "array" && !(isCut && each.kind === "missing")) ? [result] : [];
  const many =
    value.kind === "unknown" || all.some((each) => each.kind === "array")
      ? [severalOf(isList ? { kind: "array", of: result } : result, value.kind === "unknown" ? doubtShape : missingShape)]
      : [];
  const missing = isCut || value.kind === "unknown" ? missingOf(value) : [];
  return either(...one, ...many, ...missing, ...(isList && many.length > 0 ? [result] : []));
}

function keepsLists(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Reflect.get(value, "keepArray") === true || Reflect.get(value, "keepSingletonArray") === true) return true;
  return Object.values(value).some(keepsLists);
}

function sorted(value: Shape, step: Node, place: Place): Shape {
  const item = itemsOf(value);
  if (Array.isArray(step.terms))
    for (const term of step.terms) {
      const expression: unknown = typeof term === "object" && term !== null ? Reflect.get(term, "expression") : undefined;
      if (isNode(expression)) shapeOfNode(expression, within(place, item));
    }
  if (value.kind === "unknown") return unknownShape;
  return alternatives(value).some((each) => each.kind === "array") ? severalOf(value) : value;
}

function filtered(value: Shape, expression: Node, place: Place): Shape {
  const all = alternatives(value);
  const item = either(...all.flatMap((each) => (each.kind === "array" ? alternatives(each.of) : [each])));
  const isIndex = expression.type === "number";
  if (!isIndex) shapeOfNode(expression, tolerant(within(place, item)));
  if (value.kind === "unknown") return unknownShape;
  const kept = all.flatMap((each): Shape[] => {
    if (each.kind !== "array") return [each];
    return isIndex ? [...alternatives(each.of)] : [...alternatives(each.of), each];
  });
  const isFirstOfOne = isIndex && expression.value === 0 && all.every((each) => each.kind !== "array");
  return either(...kept, ...(isFirstOfOne ? [] : [missingShape]));
}

/** A field of what is there; over a list, of each of its items. */
function lookup(context: Shape, name: string, node: Node, place: Place): Shape {
  if (name in Object.prototype) return unknownShape;
  const wrong = unknownField({ context, name, node, source: place.source });
  if (wrong) place.report(wrong);
  return read(context, name);
}

// ---- functions ------------------------------------------------------------------------------

/** Parts that are evaluated per item get its shapes as arguments. */
function lambdaBody(node: Node, place: Place, args: readonly Shape[]): Shape {
  if (node.type !== "lambda" || !isNode(node.body)) return unknownShape;
  const vars = new Map(place.vars);
  for (const [index, argument] of nodesIn(node.arguments).entries()) vars.set(String(argument.value), args[index] ?? unknownShape);
  return shapeOfNode(node.body, { ...place, vars });
}

function apply(node: Node, place: Place): Shape {
  if (!isNode(node.lhs) || !isNode(node.rhs)) return unknownShape;
  const first = shapeOfNode(node.lhs, place);
  if (node.rhs.type === "function") return call(node.rhs, place, { node: node.lhs, shape: first });
  if (node.rhs.type === "variable") return call({ type: "function", procedure: node.rhs, arguments: [] }, place, { node: node.lhs, shape: first });
  return unknownShape;
}

function call(node: Node, place: Place, first: { node: Node; shape: Shape } | null): Shape {
  const given = nodesIn(node.arguments);
  const name = isNode(node.procedure) && node.procedure.type === "variable" ? String(node.procedure.value) : "";
  const builtin = place.vars.has(name) ? null : builtinOf(name);
  const inside = builtin?.isTolerant ? tolerant(place) : place;
  const args = given.map((argument) => ({ node: argument, shape: argument.type === "lambda" ? unknownShape : shapeOfNode(argument, inside) }));
  if (first) args.unshift(first);
  if (!builtin) return unknownShape;
  if (args.length === 0 && builtin.takesContext) args.push({ node: { type: "variable", value: "" }, shape: place.context });
  for (const [index, takes] of builtin.takes.entries()) {
    const argument = args[index];
    if (!argument || args.length < builtin.least) break;
    const there = alternatives(certain(argument.shape));
    if (there.length === 0 || there.some((each) => each.kind === "unknown" || takes.includes(sort(each)))) continue;
    const convert = takes.includes("text") ? "$string" : takes.includes("number") && there.every(isText) ? "$number" : null;
    place.report({
      severity: "error",
      code: "expression.argument",
      position: positionOf(argument.node) || positionOf(node),
      message: `$${name} takes ${takes.includes("text") ? "text" : takes.includes("number") ? "a number" : takes.includes("array") ? "a list" : "an object"}, and ${textOf(argument.node, place.source) ?? "what it gets"} is ${shapeWords(argument.shape)}.`,
      fix: convert ? `Convert it with ${convert}(…).` : `Give $${name} what it takes.`,
      ...(convert ? conversion(argument.node, place.source, convert) : {}),
    });
  }
  if (args.length < builtin.least) return unknownShape;
  return builtin.gives({ args, lambda: (index, inner) => (args[index] ? lambdaBody(args[index].node, place, inner) : unknownShape) });
}
