import { expect, test } from "vitest";
import { parseFlowFile } from "./file.ts";

const codes = (text: string) => {
  const read = parseFlowFile(text);
  return "problems" in read ? read.problems.map((problem) => problem.code) : "a document";
};

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("");

const YAML = `
throughline: 1
flow: { key: invoices, name: Invoices }
steps:
  - { id: start, type: trigger.api, config: {} }
  - { id: fields, type: map, config: { fields: [] } }
edges:
  - { from: start, to: fields }
`;

test("a flow file may be JSON or YAML, and both say the same", () => {
  const read = parseFlowFile(YAML);
  expect(read).toHaveProperty("document");
  expect("document" in read && parseFlowFile(JSON.stringify(read.document))).toEqual(read);
});

test("a small file that would grow beyond all memory is refused with a sentence", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level <= 9; level += 1) lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(", ")}]`);
  expect(codes(lines.join("\n"))).toEqual(["file.aliases"]);
  expect(codes(YAML.replace("config: { fields: [] }", "config: &self { fields: *self }"))).toEqual(["file.aliases"]);
});

/** Small enough to be read, and slow where reading looks at everything again for each part: ten times as long and more. */
test.each([
  ["many parts, each named by some", () => lines(300, (i) => `k${i}: &a${i} [x]\n${lines(49, (j) => `k${i}_${j}: *a${i}\n`)}`), "file.aliases"],
  ["an error at every character", () => `"${"\\q".repeat(125_000)}"`, "file.syntax"],
  ["nothing but commas", () => `[${",".repeat(120_000)}]`, "file.syntax"],
  ["fifty thousand keys", () => lines(50_000, (i) => `k${i}: 1\n`), "file.shape"],
])("a file with %s does not hold up everybody else", { timeout: 120_000 }, (_, text, expected) => {
  const file = text();
  const before = process.cpuUsage();
  expect(codes(file)[0]).toBe(expected);
  // of the processor's own time: a busy machine may take longer
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(10_000);
});

test("a key is there once, however it is written, and the place of the second is told", () => {
  const read = parseFlowFile(YAML.replace("config: {}", 'config: { 1: a, "1": b }'));
  expect(read).toMatchObject({ problems: [{ code: "file.syntax", message: "The file does not parse: The key 1 is there twice at line 5, column 53." }] });
});

test.each([
  ["nested without end", "[".repeat(200_000) + "]".repeat(200_000), ["file.depth"]],
  ["larger than any flow", `"${"x".repeat(1_000_000)}"`, ["file.too_large"]],
  ["with a key that is there twice", "throughline: 1\nthroughline: 1", ["file.syntax"]],
  ["that is not finished", '{ "throughline": 1, "steps": [', ["file.syntax"]],
  ["that is a list", "[1, 2, 3]", ["file.shape"]],
  ["that is empty", "", ["file.shape"]],
  ["of a later format", "throughline: 2", ["flow.format"]],
])("a file %s is refused with its reason", (_, text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test("what does not fit is told with its step and its field", () => {
  const read = parseFlowFile(YAML.replace("{ id: fields, type: map,", "{ id: fields, type: map, joins: any,"));
  expect(read).toMatchObject({ problems: [{ code: "file.shape", step: "fields", field: "steps.1" }] });
});
