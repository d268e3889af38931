/**
 * What changed between two versions of a contract, and what of it breaks those who keep to the older one. A contract is read and written:
 * a change breaks when data that fitted no longer fits, or when what readers could count on is no longer promised. What cannot be judged
 * counts as breaking, because the other mistake is found in production.
 */
import { canonical } from "../canonical.ts";
import type { Json } from "../document.ts";
import type { Schema } from "../schema-resolve.ts";
import { isSchema, recordOf, resolved } from "../schema-resolve.ts";
import { typesOf, typeWords } from "./fields.ts";
import { LIFECYCLE } from "./lifecycle.ts";

export type ContractChange = {
  /** of the field; empty: the object itself */
  path: string;
  /** goes on after the field's name: is new and required */
  what: string;
  isBreaking: boolean;
};

type Pair = { before: Json | undefined; after: Json | undefined; roots: { before: Json; after: Json }; path: string; depth: number };

const DEEPEST = 8;

export function contractChanges(before: Json, after: Json): ContractChange[] {
  const roots = { before, after };
  return [...between({ before, after, roots, path: "", depth: 0 }), ...lifecycleChanges(before, after)];
}

function between(pair: Pair): ContractChange[] {
  const { path, roots, depth } = pair;
  if (depth > DEEPEST) return [];
  const before = resolved(pair.before, roots.before) ?? {};
  const after = resolved(pair.after, roots.after) ?? {};
  const say = (what: string, isBreaking: boolean): ContractChange => ({ path, what, isBreaking });
  return [
    ...typeChanges(before, after, pair, say),
    ...valueChanges(before, after, say),
    ...boundChanges(before, after, say),
    ...otherChanges({ before, after, pair }, say),
    ...propertyChanges(before, after, pair),
    ...("items" in before && "items" in after ? between({ before: before.items, after: after.items, roots, path: `${path}[]`, depth: depth + 1 }) : []),
  ];
}

type Say = (what: string, isBreaking: boolean) => ContractChange;

function typeChanges(before: Schema, after: Schema, { roots }: Pair, say: Say): ContractChange[] {
  const were = typesOf(before).toSorted().join(" ");
  const are = typesOf(after).toSorted().join(" ");
  return were === are ? [] : [say(`was ${typeWords(before, roots.before)} and is ${typeWords(after, roots.after)}`, true)];
}

function valueChanges(before: Schema, after: Schema, say: Say): ContractChange[] {
  const were = Array.isArray(before.enum) ? before.enum : null;
  const are = Array.isArray(after.enum) ? after.enum : null;
  if (were === null && are === null) return [];
  if (were === null) return [say(`may only be ${listed(are ?? [])}`, true)];
  if (are === null) return [say("may be any value", false)];
  const texts = { were: new Set(were.map(canonical)), are: new Set(are.map(canonical)) };
  const gone = were.filter((value) => !texts.are.has(canonical(value)));
  const added = are.filter((value) => !texts.were.has(canonical(value)));
  return [
    ...(gone.length > 0 ? [say(`can no longer be ${listed(gone)}`, true)] : []),
    ...(added.length > 0 ? [say(`can now be ${listed(added)}, too`, false)] : []),
  ];
}

/** Keywords that refuse more the higher they are, those that do so the lower they are, and those that simply ask for something. */
const LEAST = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const MOST = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const ASKS = ["format", "pattern", "const", "multipleOf", "uniqueItems"];

function boundChanges(before: Schema, after: Schema, say: Say): ContractChange[] {
  return [...LEAST, ...MOST, ...ASKS].flatMap((key): ContractChange[] => {
    const was = before[key];
    const is = after[key];
    if (canonical(was ?? null) === canonical(is ?? null)) return [];
    if (is === undefined) return [say(`has no ${key} any more (it was ${told(was)})`, false)];
    if (was === undefined) return [say(`has a ${key}: ${told(is)}`, true)];
    const isLooser = typeof was === "number" && typeof is === "number" && ((LEAST.includes(key) && is < was) || (MOST.includes(key) && is > was));
    return [say(`has another ${key}: ${told(is)} after ${told(was)}`, !isLooser)];
  });
}

const WORDING = ["title", "description", "examples", "default", "$comment", "deprecated", "readOnly", "writeOnly"];
/** Told of elsewhere, or of no meaning to data. */
const ELSEWHERE = new Set([
  ...LEAST,
  ...MOST,
  ...ASKS,
  ...WORDING,
  "type",
  "enum",
  "properties",
  "required",
  "items",
  "additionalProperties",
  "$defs",
  "definitions",
]);
const IDENTITY = new Set(["$id", "$schema", "$anchor", LIFECYCLE]);

function otherChanges({ before, after, pair }: { before: Schema; after: Schema; pair: Pair }, say: Say): ContractChange[] {
  // choices are taken apart by `resolved`: they are compared as they were written
  const choices = (schema: Json | undefined): Schema => (isSchema(schema) ? { anyOf: schema.anyOf ?? null, oneOf: schema.oneOf ?? null } : {});
  const was = { ...before, ...choices(pair.before) };
  const is = { ...after, ...choices(pair.after) };
  const differs = (key: string) => canonical(was[key] ?? null) !== canonical(is[key] ?? null);
  const strange = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !ELSEWHERE.has(key) && !IDENTITY.has(key) && differs(key));
  const wording = WORDING.filter(differs);
  return [
    ...openness(before, after, say),
    ...strange.map((key) => say(`has another ${key}`, !key.startsWith("x-"))),
    ...(wording.length > 0 ? [say(`is worded anew (${wording.join(", ")})`, false)] : []),
  ];
}

function openness(before: Schema, after: Schema, say: Say): ContractChange[] {
  const was = before.additionalProperties ?? true;
  const is = after.additionalProperties ?? true;
  if (canonical(was) === canonical(is)) return [];
  if (is === false) return [say("takes no other fields any more", true)];
  return [was === false ? say("takes other fields, too", false) : say("asks something else of other fields", true)];
}

function propertyChanges(before: Schema, after: Schema, { roots, path, depth }: Pair): ContractChange[] {
  const were = recordOf(before.properties);
  const are = recordOf(after.properties);
  const needed = (schema: Schema) => new Set(Array.isArray(schema.required) ? schema.required : []);
  const needs = { before: needed(before), after: needed(after) };
  return [...new Set([...Object.keys(were), ...Object.keys(are)])].flatMap((name): ContractChange[] => {
    const at = path === "" ? name : `${path}.${name}`;
    if (!(name in are)) return [{ path: at, what: "is gone", isBreaking: true }];
    const isRequired = needs.after.has(name);
    if (!(name in were)) return [{ path: at, what: isRequired ? "is new and required" : "is new", isBreaking: isRequired }];
    const turned: ContractChange[] =
      needs.before.has(name) === isRequired ? [] : [{ path: at, what: isRequired ? "is required now" : "may be missing now", isBreaking: true }];
    return [...turned, ...between({ before: were[name], after: are[name], roots, path: at, depth: depth + 1 })];
  });
}

function lifecycleChanges(before: Json, after: Json): ContractChange[] {
  const was = recordOf(before)[LIFECYCLE];
  const is = recordOf(after)[LIFECYCLE];
  if (canonical(was ?? null) === canonical(is ?? null)) return [];
  const moves = (said: Json | undefined) =>
    Object.entries(recordOf(recordOf(said).moves)).flatMap(([from, next]) => (Array.isArray(next) ? next.map((to) => `${from} to ${String(to)}`) : []));
  const known = { was: moves(was), is: moves(is) };
  const gone = known.was.filter((move) => !known.is.includes(move));
  const added = known.is.filter((move) => !known.was.includes(move));
  const path = typeof recordOf(is ?? was).field === "string" ? String(recordOf(is ?? was).field) : "";
  return [
    ...(gone.length > 0 ? [{ path, what: `no longer goes from ${gone.join(", ")}`, isBreaking: true }] : []),
    ...(added.length > 0 ? [{ path, what: `may go from ${added.join(", ")}`, isBreaking: false }] : []),
  ];
}

function listed(values: readonly Json[]): string {
  return values.map(told).join(", ");
}

function told(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
