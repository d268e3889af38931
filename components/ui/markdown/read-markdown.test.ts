import { expect, test } from "vitest";
import type { Inline } from "./markdown.ts";
import { readMarkdown } from "./read-markdown.ts";

const readInline = (source: string): Inline[] => {
  const [block] = readMarkdown(source);
  return block?.kind === "paragraph" ? block.of : [];
};
const text = (value: string) => ({ kind: "text", text: value });
const words = (value: string) => ({ kind: "words", of: [text(value)] });

test("a note is written as people write: headings, lists, boxes to tick, code and quotes", () => {
  expect(readMarkdown("# Why\nFinance asked\nfor it.\n\n- one\n- [x] two\n1. first\n> said\n```\na < b\n```\n---").map((block) => block.kind)).toEqual([
    "heading",
    "paragraph",
    "list",
    "list",
    "quote",
    "code",
    "rule",
  ]);
  expect(readMarkdown("- [ ] call\n- [x] write")).toEqual([
    {
      kind: "list",
      isOrdered: false,
      start: 1,
      items: [
        { isDone: false, of: [words("call")] },
        { isDone: true, of: [words("write")] },
      ],
    },
  ]);
  expect(readMarkdown("one\ntwo")).toEqual([{ kind: "paragraph", of: [text("one"), { kind: "break" }, text("two")] }]);
  expect(readMarkdown("```\nnever closed")).toEqual([{ kind: "code", text: "never closed" }]);
});

test("words are bold, italic, struck out, code or a link, and names with underscores stay names", () => {
  expect(readInline("**by _x_** and `a*b*`")).toEqual([
    { kind: "strong", of: [text("by "), { kind: "em", of: [text("x")] }] },
    text(" and "),
    { kind: "code", text: "a*b*" },
  ]);
  expect(readInline("sale_order_line and 2 * 3 * 4")).toEqual([text("sale_order_line and 2 * 3 * 4")]);
  expect(readInline("see https://halvorsen.example/runbook.")).toEqual([
    text("see "),
    { kind: "link", to: "https://halvorsen.example/runbook", of: [text("https://halvorsen.example/runbook")] },
    text("."),
  ]);
});

test("an address may have parentheses in it, and stands in parentheses without taking theirs", () => {
  const link = (to: string, label = to) => ({ kind: "link", to, of: [text(label)] });
  expect(readInline("[plan](https://a.example/Plan_(2026)) and (https://a.example/b_(c))")).toEqual([
    link("https://a.example/Plan_(2026)", "plan"),
    text(" and ("),
    link("https://a.example/b_(c)"),
    text(")"),
  ]);
});

test("nothing in a note is more than text: no HTML, no script behind a link, no picture from elsewhere", () => {
  expect(readMarkdown("<img src=x onerror=alert(1)>")).toEqual([{ kind: "paragraph", of: [text("<img src=x onerror=alert(1)>")] }]);
  expect(readInline("[x](javascript:alert(1))")).toEqual([text("[x](javascript:alert(1))")]);
  expect(readInline("[x](data:text/html;base64,AAAA)")).toEqual([text("[x](data:text/html;base64,AAAA)")]);
  // a picture is the link to it
  expect(readInline("![plan](https://a.example/p.png)")).toEqual([{ kind: "link", to: "https://a.example/p.png", of: [text("plan")] }]);
});

test("a note that was made to be slow is not", () => {
  const nasty = `${"*_".repeat(4_000)}\n${"[".repeat(4_000)}\n${"**a".repeat(1_300)}\n${"`".repeat(3_999)}\n${`https://a${"(b".repeat(1_900)}`}\n[a](${"(b)".repeat(1_300)}`;
  const before = process.cpuUsage();
  readMarkdown(nasty);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
});

test("lists stand in lists, and tables are tables", () => {
  expect(readMarkdown("- one\n  - two\n    1. three\n- four")).toEqual([
    {
      kind: "list",
      isOrdered: false,
      start: 1,
      items: [
        {
          isDone: null,
          of: [
            words("one"),
            {
              kind: "list",
              isOrdered: false,
              start: 1,
              items: [{ isDone: null, of: [words("two"), { kind: "list", isOrdered: true, start: 1, items: [{ isDone: null, of: [words("three")] }] }] }],
            },
          ],
        },
        { isDone: null, of: [words("four")] },
      ],
    },
  ]);
  expect(readMarkdown("| System | Owner |\n| - | -: |\n| Odoo | **Finance** |")).toEqual([
    {
      kind: "table",
      align: [null, "right"],
      head: [[text("System")], [text("Owner")]],
      rows: [[[text("Odoo")], [{ kind: "strong", of: [text("Finance")] }]]],
    },
  ]);
});

test("quotes without end are the text that they are", () => {
  const deep = ">".repeat(9_000);
  expect(readMarkdown(deep)).toEqual([{ kind: "code", text: deep }]);
  expect(JSON.stringify(readMarkdown(`${"> ".repeat(40)}said`))).toContain("said");
});
