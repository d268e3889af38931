import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { formatCount } from "./format.ts";
import { JsonView } from "./json-view.tsx";

const shown = (value: Json) => renderToStaticMarkup(<JsonView value={value} label="Output" />);
const many = <T,>(count: number, each: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => each(index));

test("a payload is written out when it is copied, not whenever it is shown", () => {
  let written = 0;
  const value: Json = { customer: "Nordlys AS" };
  Object.defineProperty(value, "toJSON", {
    enumerable: false,
    value: () => {
      written += 1;
      return "";
    },
  });
  expect(shown(value)).toContain("Nordlys AS");
  expect(written).toBe(0);
});

test("a payload of usual size opens to its third level", () => {
  expect(shown({ order: { lines: [{ role: "Architect" }] } })).toContain("1 key ");
  expect(shown({ order: { name: "SO-1042" } })).toContain("SO-1042");
});

test("a payload that is wide on every level opens with as many rows as a page can draw", () => {
  const value = many(60, (a) => many(60, (b) => many(60, (c) => a + b + c)));
  expect(shown(value).length).toBeLessThan(100_000);
});

test("a list without end and a text without end open at once, in part", () => {
  expect(shown(many(1_000_000, String)).length).toBeLessThan(10_000);
  const text = shown({ content: "x".repeat(5_000_000) });
  expect(text.length).toBeLessThan(30_000);
  expect(text).toContain(`more of ${formatCount(5_000_000)} characters`);
});
