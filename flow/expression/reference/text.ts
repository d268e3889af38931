import { entry, type FunctionGroup } from "./entry.ts";

export const TEXT: FunctionGroup = {
  title: "Text",
  functions: [
    entry("$string value pretty?", "text", "Writes any value as text; objects and lists as JSON, on several lines with true.", {
      "$string(42)": "42",
      "$string([1, 2])": "[1,2]",
    }),
    entry("$length text", "number", "How many characters a text has.", { "$length('Bergen')": 6 }),
    entry("$substring text start length?", "text", "A part of a text from a place on, counted from 0; below 0 it counts from the end.", {
      "$substring('SO-1042', 3)": "1042",
      "$substring('SO-1042', -2)": "42",
      "$substring('SO-1042', 0, 2)": "SO",
    }),
    entry("$substringBefore text mark", "text", "What stands before a mark; the whole text where the mark is not in it.", {
      "$substringBefore('ana@acme.example', '@')": "ana",
    }),
    entry("$substringAfter text mark", "text", "What stands after a mark; the whole text where the mark is not in it.", {
      "$substringAfter('ana@acme.example', '@')": "acme.example",
    }),
    entry("$uppercase text", "text", "The text in capitals.", { "$uppercase('no')": "NO" }),
    entry("$lowercase text", "text", "The text in small letters.", { "$lowercase('Ana@ACME.example')": "ana@acme.example" }),
    entry("$trim text", "text", "Takes spaces and line breaks away from both ends, and makes one space of several.", {
      "$trim('  Nordlys   AS ')": "Nordlys AS",
    }),
    entry("$pad text width filler?", "text", "Fills a text up to a width: at its end, or at its start where the width is below 0.", {
      "$pad('7', -4, '0')": "0007",
      "$pad('ab', 4, '.')": "ab..",
    }),
    entry("$contains text part", "true or false", "Whether a text holds another, or fits a pattern.", {
      "$contains('Invoice 12', 'voice')": true,
      "$contains('Invoice 12', /\\d+/)": true,
    }),
    entry("$split text separator limit?", "list of texts", "Cuts a text at every separator, given as text or as a pattern.", {
      "$split('a,b,c', ',')": ["a", "b", "c"],
      "$split('a1b22c', /\\d+/)": ["a", "b", "c"],
    }),
    entry("$join texts separator?", "text", "Puts the texts of a list together, with a separator between them.", { "$join(['Ana', 'Ben'], ', ')": "Ana, Ben" }),
    entry("$match text pattern limit?", "list", "Every place where a pattern fits: the text there, where it begins, and what its groups caught.", {
      "$match('PO 12, PO 34', /PO (\\d+)/).groups": ["12", "34"],
    }),
    entry("$replace text part by limit?", "text", "The text with every part that fits put differently; $1 in it stands for what the first group caught.", {
      "$replace('SO 10 42', ' ', '-')": "SO-10-42",
      "$replace('Lind, Hanna', /(\\w+), (\\w+)/, '$2 $1')": "Hanna Lind",
    }),
    entry("$base64encode text", "text", "The text in Base64.", { "$base64encode('key:secret')": "a2V5OnNlY3JldA==" }),
    entry("$base64decode text", "text", "What a Base64 text says.", { "$base64decode('aGVsbG8=')": "hello" }),
    entry("$encodeUrlComponent text", "text", "Makes a text safe as one part of an address, such as the value of a query parameter.", {
      "$encodeUrlComponent('A & B')": "A%20%26%20B",
    }),
    entry("$decodeUrlComponent text", "text", "Undoes what makes a part of an address safe.", { "$decodeUrlComponent('A%20%26%20B')": "A & B" }),
    entry("$encodeUrl address", "text", "Makes a whole address safe, and leaves its slashes and question marks.", {
      "$encodeUrl('https://acme.example/a b')": "https://acme.example/a%20b",
    }),
    entry("$decodeUrl address", "text", "Undoes what makes an address safe.", { "$decodeUrl('https://acme.example/a%20b')": "https://acme.example/a b" }),
  ],
};
