import { entry, type FunctionGroup } from "./entry.ts";

export const OBJECTS: FunctionGroup = {
  title: "Objects",
  functions: [
    entry("$keys object", "list of texts", "The names of an object's fields.", { "$keys({'id': 1, 'name': 'x'})": ["id", "name"] }),
    entry("$lookup object name", "any", "A field by its name, where the name is worked out; from a list of objects, all of them.", {
      "$lookup({'NO': 'Norway'}, 'NO')": "Norway",
    }),
    entry("$merge objects", "object", "Several objects in one; of fields with the same name the last stays.", {
      "$merge([{'a': 1, 'b': 1}, {'b': 2}])": { a: 1, b: 2 },
    }),
    entry("$spread object", "list of objects", "An object as a list of objects with one field each.", { "$spread({'a': 1, 'b': 2})": [{ a: 1 }, { b: 2 }] }),
    entry("$each object function", "list", "Each field put through a function, which gets its value and its name.", {
      "$each({'a': 1, 'b': 2}, function($v, $k) { $k & '=' & $v })": ["a=1", "b=2"],
    }),
    entry("$sift object function", "object", "The fields for which a function says true; it gets the value and the name.", {
      "$sift({'a': 1, 'b': 9}, function($v) { $v > 3 })": { b: 9 },
    }),
    entry("$clone value", "same", "A copy of an object or a list.", { "$clone({'a': 1})": { a: 1 } }),
  ],
};
