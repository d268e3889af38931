/** What JSONata's own functions take and give. A function that is not here gives anything. */
import type { Shape } from "../shape.ts";
import {
  alternatives,
  booleanShape,
  certain,
  either,
  doubtShape,
  fieldOf,
  mayBeMissing,
  missingOf,
  missingShape,
  numberShape,
  objectOf,
  textShape,
  unknownShape,
} from "../shape.ts";
import type { Node } from "./compile.ts";
import { itemsOf, read, severalOf } from "./lists.ts";

type Calling = {
  args: readonly { node: Node; shape: Shape }[];
  /** what the function given as this argument gives for such arguments */
  lambda: (index: number, args: readonly Shape[]) => Shape;
};
export type Builtin = {
  /** kinds that its arguments may be; missing is always taken */
  takes: readonly (readonly string[])[];
  /** with fewer arguments JSONata fills in the context, and what stands where is not told here */
  least: number;
  /** without arguments it looks at the context */
  takesContext: boolean;
  /** made for what may be missing */
  isTolerant: boolean;
  gives: (calling: Calling) => Shape;
};

const TEXT = ["text"];
const NUMBER = ["number"];
/** a single value is taken as a list of one, so only its items count */
const ANY: readonly string[] = ["text", "number", "boolean", "null", "array", "object"];
const CASTABLE = ["text", "number", "boolean"];

const first = ({ args }: Calling): Shape => args[0]?.shape ?? missingShape;
/** Missing in, missing out. */
const from = (shape: Shape, of: Shape): Shape => either(shape, ...missingOf(of));
const strict =
  (shape: Shape) =>
  (calling: Calling): Shape =>
    from(shape, first(calling));
const always = (shape: Shape) => () => shape;
const orNothing = (shape: Shape) => always(either(shape, doubtShape));

function builtin(takes: readonly (readonly string[])[], gives: Builtin["gives"], more: Partial<Builtin> = {}): Builtin {
  return { takes, least: 1, takesContext: false, isTolerant: false, gives, ...more };
}
const ofContext = { takesContext: true };
const tolerant = { isTolerant: true };
const texts = { kind: "array", of: textShape } as const;

const BUILTINS: Record<string, Builtin> = {
  string: builtin([ANY], strict(textShape), ofContext),
  number: builtin([CASTABLE], strict(numberShape), ofContext),
  boolean: builtin([ANY], strict(booleanShape), { ...ofContext, ...tolerant }),
  not: builtin([ANY], strict(booleanShape), { ...ofContext, ...tolerant }),
  exists: builtin([ANY], always(booleanShape), tolerant),
  type: builtin([ANY], strict(textShape), tolerant),
  uppercase: builtin([TEXT], strict(textShape), ofContext),
  lowercase: builtin([TEXT], strict(textShape), ofContext),
  trim: builtin([TEXT], strict(textShape), ofContext),
  length: builtin([TEXT], strict(numberShape), ofContext),
  substring: builtin([TEXT, NUMBER, NUMBER], strict(textShape), { least: 2 }),
  substringBefore: builtin([TEXT, TEXT], orNothing(textShape), { least: 2 }),
  substringAfter: builtin([TEXT, TEXT], orNothing(textShape), { least: 2 }),
  pad: builtin([], strict(textShape)),
  contains: builtin([TEXT], strict(booleanShape), { least: 2 }),
  replace: builtin([TEXT], strict(textShape), { least: 3 }),
  split: builtin([TEXT], strict(texts), { least: 2 }),
  join: builtin([["text", "array"], TEXT], strict(textShape)),
  formatNumber: builtin([NUMBER, TEXT], strict(textShape), { least: 2 }),
  formatBase: builtin([NUMBER, NUMBER], strict(textShape)),
  formatInteger: builtin([NUMBER, TEXT], strict(textShape), { least: 2 }),
  parseInteger: builtin([TEXT, TEXT], orNothing(numberShape), { least: 2 }),
  floor: builtin([NUMBER], strict(numberShape), ofContext),
  ceil: builtin([NUMBER], strict(numberShape), ofContext),
  abs: builtin([NUMBER], strict(numberShape), ofContext),
  sqrt: builtin([NUMBER], strict(numberShape), ofContext),
  round: builtin([NUMBER, NUMBER], strict(numberShape)),
  power: builtin([NUMBER, NUMBER], strict(numberShape), { least: 2 }),
  random: builtin([], always(numberShape), { least: 0 }),
  sum: builtin([["number", "array"]], strict(numberShape)),
  count: builtin([ANY], always(numberShape), tolerant),
  max: builtin([["number", "array"]], orNothing(numberShape)),
  min: builtin([["number", "array"]], orNothing(numberShape)),
  average: builtin([["number", "array"]], orNothing(numberShape)),
  now: builtin([], ({ args }) => (args.length === 0 ? { kind: "datetime" } : either(textShape, doubtShape)), { least: 0 }),
  millis: builtin([], always(numberShape), { least: 0 }),
  toMillis: builtin([TEXT, TEXT], orNothing(numberShape)),
  fromMillis: builtin([NUMBER, TEXT, TEXT], strict(textShape)),
  base64encode: builtin([TEXT], strict(textShape), ofContext),
  base64decode: builtin([TEXT], strict(textShape), ofContext),
  encodeUrl: builtin([TEXT], strict(textShape), ofContext),
  encodeUrlComponent: builtin([TEXT], strict(textShape), ofContext),
  decodeUrl: builtin([TEXT], strict(textShape), ofContext),
  decodeUrlComponent: builtin([TEXT], strict(textShape), ofContext),
  keys: builtin([], () => either(textShape, texts, missingShape)),
  error: builtin([], always(missingShape), { least: 0 }),
  assert: builtin([], always(missingShape), { ...tolerant, least: 0 }),
  lookup: builtin([], ({ args: [object, key] }) => {
    const name = key?.node.type === "string" ? key.node.value : null;
    return object && typeof name === "string" && !(name in Object.prototype) ? read(object.shape, name) : unknownShape;
  }),
  distinct: builtin([], (calling) => {
    const given = first(calling);
    return given.kind === "unknown" ? unknownShape : alternatives(given).some((each) => each.kind === "array") ? either(given, itemsOf(given)) : given;
  }),
  reverse: builtin([], (calling) => listOf(first(calling))),
  sort: builtin([], ({ lambda, ...calling }) => {
    const item = itemsOf(first({ ...calling, lambda }));
    lambda(1, [item, item]);
    return listOf(first({ ...calling, lambda }));
  }),
  append: builtin(
    [],
    ({ args: [a, b] }) => {
      if (!a || !b || a.shape.kind === "unknown" || b.shape.kind === "unknown") return unknownShape;
      const both = { kind: "array", of: either(itemsOf(a.shape), itemsOf(b.shape)) } as const;
      return either(both, ...(mayBeMissing(a.shape) ? [b.shape] : []), ...(mayBeMissing(b.shape) ? [a.shape] : []));
    },
    { least: 2, ...tolerant },
  ),
  merge: builtin([], (calling) => merged(first(calling)), tolerant),
  map: builtin(
    [],
    (calling) => {
      const item = itemsOf(first(calling));
      const result = calling.lambda(1, [item, numberShape, { kind: "array", of: item }]);
      if (result.kind === "unknown" || first(calling).kind === "unknown") return unknownShape;
      const made = certain(result);
      return alternatives(made).length === 0 ? missingShape : either(missingShape, made, { kind: "array", of: made });
    },
    { least: 2 },
  ),
  filter: builtin(
    [],
    (calling) => {
      const given = first(calling);
      calling.lambda(1, [itemsOf(given), numberShape, { kind: "array", of: itemsOf(given) }]);
      const item = itemsOf(given);
      return given.kind === "unknown" ? unknownShape : either(missingShape, item, { kind: "array", of: item });
    },
    { least: 2 },
  ),
  reduce: builtin([], (calling) => {
    calling.lambda(1, [unknownShape, itemsOf(first(calling)), numberShape, unknownShape]);
    return unknownShape;
  }),
};

export function builtinOf(name: string): Builtin | null {
  return Object.hasOwn(BUILTINS, name) ? (BUILTINS[name] ?? null) : null;
}

/** The same items in another order: a list, or the only one where a path found no more. */
function listOf(given: Shape): Shape {
  if (given.kind === "unknown") return unknownShape;
  const several = severalOf({ kind: "array", of: itemsOf(given) });
  return mayBeMissing(given)
    ? several
    : either(...alternatives(several).filter((each) => each.kind !== "missing"), { kind: "array", of: itemsOf(given) }, missingShape);
}

/** Later objects win; of a list it is not told which of them has a field. */
function merged(given: Shape): Shape {
  const all = alternatives(itemsOf(given));
  const [only] = all;
  if (all.length !== 1 || only?.kind !== "object") return unknownShape;
  const isList = alternatives(given).some((each) => each.kind === "array");
  const whole = objectOf(
    Object.keys(only.fields).map((name): [string, Shape] => [name, either(fieldOf(only, name) ?? missingShape, ...(isList ? [doubtShape] : []))]),
    only.open === true,
  );
  return either(whole, ...(mayBeMissing(given) ? [missingShape] : []));
}
