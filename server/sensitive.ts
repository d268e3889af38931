/**
 * Sensitive values of a flow (`flow.sensitive`: names or dotted paths of fields): encrypted at rest wherever history keeps them, dots for
 * people, the value itself for the engine. A sealed value stands in the place of the value as `{ "$sealed": "<base64>" }`.
 */
import type { Json } from "#flow/document.ts";
import type { Vault } from "./deps.ts";

const MARK = "$sealed";
/** What people see in the place of a value. */
export const DOTS = "••••••••";

export type Sensitive = {
  /** @param names of the flow; nothing is touched where there are none */
  seal: (value: Json, names: readonly string[] | undefined) => Json;
  open: (value: Json) => Json;
  /** seals all of it; nothing stays nothing */
  whole: (value: Json) => Json;
};

export function createSensitive(vault: Vault): Sensitive {
  return {
    seal: (value, names) => (names === undefined || names.length === 0 ? value : sealed(value, { vault, paths: names.map((name) => name.split(".")), at: [] })),
    open: (value) => mapSealed(value, (bytes) => vault.open(bytes)),
    whole: (value) => (value === null || isSealed(value) ? value : sealedBy(vault, value)),
  };
}

type Sealing = { vault: Vault; paths: string[][]; at: readonly string[] };

function sealed(value: Json, q: Sealing): Json {
  if (Array.isArray(value)) return value.map((item) => sealed(item, q));
  if (typeof value !== "object" || value === null || isSealed(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const at = [...q.at, key];
      if (inner !== null && !isSealed(inner) && q.paths.some((path) => endsWith(at, path))) return [key, sealedBy(q.vault, inner)];
      return [key, sealed(inner, { ...q, at })];
    }),
  );
}

function sealedBy(vault: Vault, value: Json): Json {
  return { [MARK]: Buffer.from(vault.seal(value)).toString("base64") };
}

function endsWith(at: readonly string[], path: readonly string[]): boolean {
  return path.length <= at.length && path.every((part, index) => part === at[at.length - path.length + index]);
}

function isSealed(value: Json | undefined): value is { [MARK]: string } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && typeof value[MARK] === "string" && Object.keys(value).length === 1;
}

/** The same value where nothing in it is sealed. */
function mapSealed(value: Json, of: (bytes: Uint8Array) => Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isSealed(value)) return of(new Uint8Array(Buffer.from(value[MARK], "base64")));
  if (Array.isArray(value)) {
    const items = value.map((item) => mapSealed(item, of));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  let isSame = true;
  const entries = Object.entries(value).map(([key, inner]) => {
    const next = mapSealed(inner, of);
    isSame &&= next === inner;
    return [key, next] as const;
  });
  return isSame ? value : Object.fromEntries(entries);
}

/** Texts and numbers under the named fields, wherever they stand. */
export function valuesUnder(value: Json, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  collect(value, { paths: names.map((name) => name.split(".")), at: [], isNamed: false, found });
  return found;
}

type Collecting = { paths: string[][]; at: readonly string[]; isNamed: boolean; found: Set<string> };

function collect(value: Json, q: Collecting): void {
  if (Array.isArray(value)) for (const item of value) collect(item, q);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      const at = [...q.at, key];
      collect(inner, { ...q, at, isNamed: q.isNamed || q.paths.some((path) => endsWith(at, path)) });
    }
  else if (q.isNamed && value !== null && typeof value !== "boolean" && String(value) !== "") q.found.add(String(value));
}

/** A shorter text stands in others by accident. */
const TELLING = 4;

/** A sentence in which sensitive values are dots. */
export function discreet(text: string, values: Set<string>): string {
  let shown = text;
  for (const value of [...values].sort((a, b) => b.length - a.length)) if (value.length >= TELLING) shown = shown.replaceAll(value, DOTS);
  return values.has(text) ? DOTS : shown;
}

/** Dots in the place of every value that stands under one of the names, whether it is sealed or not. */
export function masked(value: Json, names: readonly string[] | undefined): Json {
  const paths = (names ?? []).map((name) => name.split("."));
  const hide = (inner: Json, at: readonly string[]): Json => {
    if (Array.isArray(inner)) return inner.map((item) => hide(item, at));
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, each]) => {
        const path = [...at, key];
        return [key, each !== null && paths.some((one) => endsWith(path, one)) ? DOTS : hide(each, path)];
      }),
    );
  };
  return hide(dotted(value), []);
}

/** As people see it. */
export function dotted(value: Json): Json {
  return mapSealed(value, () => DOTS);
}

/** Something that a person edited while it showed dots: where the dots still stand, what they stood for. */
export function undotted(edited: Json, original: Json | undefined): Json {
  if (edited === DOTS) return original ?? edited;
  if (Array.isArray(edited)) return edited.map((item, index) => undotted(item, Array.isArray(original) ? original[index] : undefined));
  if (typeof edited !== "object" || edited === null) return edited;
  const from = typeof original === "object" && original !== null && !Array.isArray(original) ? original : {};
  return Object.fromEntries(Object.entries(edited).map(([key, inner]) => [key, undotted(inner, from[key])]));
}
