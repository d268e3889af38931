import { entry, type FunctionGroup } from "./entry.ts";

export const LISTS: FunctionGroup = {
  title: "Lists",
  functions: [
    entry("$count list", "number", "How many items a list has; a single value is one, missing data none.", { "$count(['a', 'b'])": 2, "$count(missing)": 0 }),
    entry("$map list function", "list", "Each item put through a function, which gets the item, its place and the whole list.", {
      "$map([1, 2, 3], function($n) { $n * 10 })": [10, 20, 30],
      "$map(['a', 'b'], function($v, $i) { $v & $i })": ["a0", "b1"],
    }),
    entry("$filter list function", "list", "The items for which a function says true; one item alone comes without its list.", {
      "$filter([1, 5, 9], function($n) { $n > 3 })": [5, 9],
    }),
    entry("$single list function?", "item", "The one item for which a function says true; none or several are an error.", {
      "$single([1, 5, 9], function($n) { $n > 6 })": 9,
    }),
    entry("$reduce list function start?", "any", "Works through a list, with what came of the items before.", {
      "$reduce([1, 2, 3], function($so, $n) { $so + $n }, 10)": 16,
    }),
    entry("$sort list function?", "list", "The list in order; the function says whether its first item belongs after its second.", {
      "$sort([3, 1, 2])": [1, 2, 3],
      "$sort([{'n': 2}, {'n': 1}], function($a, $b) { $a.n > $b.n }).n": [1, 2],
    }),
    entry("$reverse list", "list", "The list from its end.", { "$reverse([1, 2, 3])": [3, 2, 1] }),
    entry("$distinct list", "list", "The list without repeats.", { "$distinct(['a', 'b', 'a'])": ["a", "b"] }),
    entry("$append first second", "list", "One list after another; single values count as lists of one.", { "$append([1, 2], 3)": [1, 2, 3] }),
    entry("$zip first second", "list", "Items that stand at the same place, together.", {
      "$zip(['a', 'b'], [1, 2])": [
        ["a", 1],
        ["b", 2],
      ],
    }),
    entry("$shuffle list", "list", "The list in an order by chance; the same for a run and for its replays.", { "$count($shuffle([1, 2, 3]))": 3 }),
  ],
};
