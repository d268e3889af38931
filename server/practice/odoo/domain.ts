/** Domains: lists of conditions in Polish notation, as Odoo reads them. */
import type { Json } from "#flow/document.ts";
import { valueError } from "./errors.ts";

/** The value of a field path of one record, as stored. */
export type Look = (path: string) => Json;

export function fits(domain: Json[], look: Look): boolean {
  const terms = normalised(domain);
  let position = 0;
  const next = (): boolean => {
    const term = terms[position];
    position += 1;
    if (term === undefined) throw valueError("Domain is malformed");
    if (term === "!") return !next();
    if (term === "&" || term === "|") {
      const left = next();
      const right = next();
      return term === "&" ? left && right : left || right;
    }
    return holds(term, look);
  };
  let result = true;
  while (position < terms.length) result = next() && result;
  return result;
}

function normalised(domain: Json[]): Json[] {
  return domain.map((term) => {
    if (typeof term === "string" && ["&", "|", "!"].includes(term)) return term;
    if (Array.isArray(term) && term.length === 3 && typeof term[1] === "string") return term;
    throw valueError(`Domain.parse: invalid item in domain: ${JSON.stringify(term)}`);
  });
}

function holds(term: Json, look: Look): boolean {
  if (!Array.isArray(term)) throw valueError("Domain is malformed");
  const [path, operator, value = null] = term;
  // [1, "=", 1] and [0, "=", 1] are true and false
  if (typeof path === "number") return path === value;
  const held = look(String(path));
  switch (operator) {
    case "=":
    case "child_of":
      return same(held, value);
    case "!=":
      return !same(held, value);
    case "in":
      return Array.isArray(value) && value.some((each) => same(held, each));
    case "not in":
      return Array.isArray(value) && !value.some((each) => same(held, each));
    case "<":
      return ordered(held, value, (a, b) => a < b);
    case "<=":
      return ordered(held, value, (a, b) => a <= b);
    case ">":
      return ordered(held, value, (a, b) => a > b);
    case ">=":
      return ordered(held, value, (a, b) => a >= b);
    case "like":
      return textOf(held).includes(String(value));
    case "ilike":
      return textOf(held).toLowerCase().includes(String(value).toLowerCase());
    case "not ilike":
      return !textOf(held).toLowerCase().includes(String(value).toLowerCase());
    case "=like":
    case "=ilike":
      return pattern(String(value), operator === "=ilike").test(textOf(held));
    default:
      throw valueError(`Invalid operator ${JSON.stringify(operator)} in domain term ${JSON.stringify(term)}`);
  }
}

function same(held: Json, value: Json): boolean {
  if (Array.isArray(held)) return value === false ? held.length === 0 : held.includes(value);
  if (value === false || value === null) return held === false || held === null || held === "";
  return held === value || (typeof held === "number" && String(held) === String(value));
}

function ordered(held: Json, value: Json, holdsFor: (a: number | string, b: number | string) => boolean): boolean {
  if (held === false || held === null) return false;
  if (typeof held === "number") return holdsFor(held, Number(value));
  return holdsFor(String(held), String(value).replace("T", " "));
}

function textOf(held: Json): string {
  return held === false || held === null ? "" : String(held);
}

function pattern(like: string, ignoreCase: boolean): RegExp {
  // a backslash takes the sign after it as it is
  const source = [...like.matchAll(/\\?[\s\S]/gu)]
    .map(([part]) => (part === "%" ? ".*" : part === "_" ? "." : part.replace(/^\\(?=[\s\S])/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
}
