/** One schema out of the parts that it is put together of: references followed, `allOf` joined, and the first of what may be chosen. */
import type { Json } from "./document.ts";

export type Schema = { [key: string]: Json };

/** Null: nothing can be said. Only into the schema itself: nothing is fetched. */
export function resolved(schema: Json | undefined, root: Json, hops = 0): Schema | null {
  if (schema === true) return {};
  if (!isSchema(schema) || hops > 20) return null;
  const parts: Schema[] = [];
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  if (typeof $ref === "string") parts.push(resolved(pointed(root, $ref), root, hops + 1) ?? {});
  if (Array.isArray(allOf)) for (const part of allOf) parts.push(resolved(part, root, hops + 1) ?? {});
  for (const choice of [anyOf, oneOf]) {
    // null is a choice that shows nothing
    const first = Array.isArray(choice) ? (choice.find((each) => !isSchema(each) || each.type !== "null") ?? choice[0]) : undefined;
    if (first !== undefined) parts.push(resolved(first, root, hops + 1) ?? {});
  }
  return [own, ...parts].reduce((so, part) => together(so, part));
}

function together(a: Schema, b: Schema): Schema {
  const properties: Schema = isSchema(a.properties) || isSchema(b.properties) ? { properties: { ...recordOf(a.properties), ...recordOf(b.properties) } } : {};
  const required = [...(Array.isArray(a.required) ? a.required : []), ...(Array.isArray(b.required) ? b.required : [])];
  return { ...b, ...a, ...properties, ...(required.length > 0 ? { required } : {}) };
}

function pointed(root: Json, ref: string): Json | undefined {
  if (!ref.startsWith("#")) return undefined;
  let at: Json | undefined = root;
  for (const part of ref
    .slice(1)
    .split("/")
    .filter((each) => each !== "")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    at = isSchema(at) ? at[key] : undefined;
  }
  return at;
}

export function recordOf(value: Json | undefined): Schema {
  return isSchema(value) ? value : {};
}

export function isSchema(value: Json | undefined): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
