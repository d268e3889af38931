import { entry, type FunctionGroup } from "./entry.ts";

export const NUMBERS: FunctionGroup = {
  title: "Numbers",
  functions: [
    entry("$number value", "number", "Reads a number from a text, true as 1 and false as 0; a text that is none is an error.", {
      "$number('12.5')": 12.5,
      "$number(true)": 1,
    }),
    entry("$round number places?", "number", "Rounds to a whole number or to so many places; a half goes to the even neighbour, as in bookkeeping.", {
      "$round(2.675, 1)": 2.7,
      "$round(2.5)": 2,
      "$round(1250, -2)": 1200,
    }),
    entry("$floor number", "number", "The whole number below.", { "$floor(7.9)": 7, "$floor(-1.2)": -2 }),
    entry("$ceil number", "number", "The whole number above.", { "$ceil(7.1)": 8 }),
    entry("$abs number", "number", "The number without its sign.", { "$abs(-12)": 12 }),
    entry("$power base exponent", "number", "A number multiplied with itself so many times.", { "$power(2, 10)": 1024 }),
    entry("$sqrt number", "number", "The square root; a number below 0 has none.", { "$sqrt(144)": 12 }),
    entry("$sum numbers", "number", "All numbers of a list added up; 0 for an empty list.", {
      "$sum([12, 4, 0.5])": 16.5,
      "$sum([{'days': 2}, {'days': 3}].days)": 5,
    }),
    entry("$average numbers", "number", "The mean of a list.", { "$average([10, 20])": 15 }),
    entry("$max numbers", "number", "The largest of a list.", { "$max([3, 9, 4])": 9 }),
    entry("$min numbers", "number", "The smallest of a list.", { "$min([3, 9, 4])": 3 }),
    entry("$formatNumber number picture options?", "text", "A number as a picture shows it: # is a digit where there is one, 0 always one.", {
      "$formatNumber(148500, '#,##0.00')": "148,500.00",
      "$formatNumber(0.125, '0.0%')": "12.5%",
    }),
    entry("$formatInteger number picture", "text", "A whole number in words, in Roman numerals or by a picture.", {
      "$formatInteger(12, 'w')": "twelve",
      "$formatInteger(2026, 'I')": "MMXXVI",
      "$formatInteger(7, '000')": "007",
    }),
    entry("$parseInteger text picture", "number", "Reads a whole number that a picture describes.", { "$parseInteger('12,345', '#,##0')": 12345 }),
    entry("$formatBase number radix?", "text", "A whole number in another base, 2 to 36.", { "$formatBase(255, 16)": "ff" }),
    entry("$random", "number", "A number from 0 up to 1; the same for a run and for its replays.", { "$random() < 1": true }),
  ],
};
