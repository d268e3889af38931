/** Schemas that the configs of many step types share: a value as written may be an expression, a value as used is plain. */
import { z } from "zod";
import { Expression, Json } from "../document.ts";

/** Text, or an expression that gives text. */
export const TextValue = z.union([z.string(), Expression]);
/** Any value, or an expression anywhere inside it. */
export const AnyValue = Json;
/** A record of names and values, or an expression that gives one. */
export const RecordValue = z.union([Expression, z.record(z.string(), Json)]);

/** A list where a single value stands for a list of one. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess((value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]), z.array(item));
}
