import { entry, type FunctionGroup } from "./entry.ts";

export const LOGIC: FunctionGroup = {
  title: "Conditions and types",
  functions: [
    entry("$exists value", "true or false", "Whether data is there at all; null is there.", { "$exists(missing)": false, "$exists(null)": true }),
    entry("$boolean value", "true or false", "True, unless it is false, null, 0, an empty text, list or object.", {
      "$boolean('')": false,
      "$boolean([0, 1])": true,
    }),
    entry("$not value", "true or false", "The opposite of $boolean.", { "$not('')": true }),
    entry("$type value", "text", "What kind of value it is.", { "$type([1])": "array", "$type('a')": "string" }),
    entry("$assert condition message?", "nothing", "Fails the step with a message where a condition is not true.", { "$exists($assert(1 < 2, 'no'))": false }),
    entry("$error message?", "nothing", "Fails the step with a message.", { "1 > 2 ? $error('Impossible') : 'fine'": "fine" }),
  ],
};
