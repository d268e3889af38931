/** What the values of a step do with other models: records that are looked up, and lines. Which models those are their fields tell, as Odoo knows them. */
import type { Json } from "#flow/document.ts";
import { isLookup, RECORD } from "#flow/record-lookup.ts";

/**
 * `path`: the fields that lead from `model` to the other one. `isOnlyOfLines`: where the last of them holds records of its own (one2many);
 * elsewhere the value only links, and nothing more is needed.
 */
export type RelatedNeed = { model: string; path: string[]; operations: string[]; fields: string[] | null; isOnlyOfLines: boolean };

type Values = Record<string, Json>;
type At = { model: string; path: string[] };

export function relatedIn(at: At, values: Values): RelatedNeed[] {
  return Object.entries(values).flatMap(([name, value]): RelatedNeed[] => ofValue({ ...at, path: [...at.path, name] }, value));
}

function ofValue(at: At, value: Json): RelatedNeed[] {
  if (isLookup(value)) return lookup(at, value);
  if (!Array.isArray(value)) return isPlain(value) ? relatedIn(at, value) : isExpression(value) ? [made(at, null, true)] : [];
  return value.flatMap((each): RelatedNeed[] => {
    if (Array.isArray(each)) return ofCommand(at, each);
    if (isLookup(each)) return lookup(at, each);
    if (isPlain(each)) return [made(at, Object.keys(each), true), ...relatedIn(at, each)];
    return isExpression(each) ? [made(at, null, true)] : [];
  });
}

/** [0, 0, values], [1, id, values], [2, id]; the others link. */
function ofCommand(at: At, command: Json[]): RelatedNeed[] {
  const [code, id, third] = command;
  const inner = isPlain(third) ? relatedIn(at, third) : command.flatMap((each) => (isLookup(each) ? lookup(at, each) : []));
  const named = isPlain(third) ? Object.keys(third) : null;
  const fields = third === undefined ? [] : named;
  switch (code) {
    case 0:
      return [made(at, named, false), ...inner];
    case 1:
      return [{ ...at, operations: ["read", "update"], fields, isOnlyOfLines: false }, ...(isLookup(id) ? lookup(at, id) : []), ...inner];
    case 2:
      return [{ ...at, operations: ["delete"], fields: [], isOnlyOfLines: false }, ...inner];
    case 3:
    case 4:
    case 5:
    case 6:
      return [{ ...at, operations: ["update"], fields: [], isOnlyOfLines: true }, ...inner, ...(Array.isArray(third) ? ofLinks(at, third) : [])];
    default:
      return inner;
  }
}

const ofLinks = (at: At, ids: Json[]): RelatedNeed[] => ids.flatMap((each) => (isLookup(each) ? lookup(at, each) : []));

/** A replay with other values brings what was made up to date. */
const made = (at: At, fields: string[] | null, isOnlyOfLines: boolean): RelatedNeed => ({ ...at, operations: ["create", "update"], fields, isOnlyOfLines });

function lookup(at: At, value: Values): RelatedNeed[] {
  const inner = value[RECORD];
  const by = isPlain(inner) && typeof inner.by === "string" ? inner.by : "";
  if (by === "" || by === "external-id" || by === "key" || by === "id") return [];
  const creates = isPlain(inner) && inner.onMissing === "create";
  const fields = creates ? [...new Set(["name", by])] : [by];
  return [{ ...at, operations: creates ? ["read", "create"] : ["read"], fields, isOnlyOfLines: false }];
}

const isExpression = (value: Json | undefined): boolean => typeof value === "object" && value !== null && "$" in value;
const isPlain = (value: Json | undefined): value is Values => typeof value === "object" && value !== null && !Array.isArray(value) && !("$" in value);
