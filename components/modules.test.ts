import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * The build puts a list of which one part is global into one `:is()`: all of them count as much as the one that counts most, and what `:is()`
 * does not take, such as `::before`, is gone without a word.
 */
test("no list of selectors in a module has a global part: such rules are written apart, or with an :is() of their own", () => {
  const files = globSync("components/**/*.module.css");
  expect(files.length).toBeGreaterThan(20);
  const lists = files.flatMap((file) =>
    selectorsIn(readFileSync(file, "utf8")).flatMap((selector) => (isGlobalList(selector) ? [`${file}: ${selector}`] : [])),
  );
  expect(lists).toEqual([]);
});

test("a list is one of selectors, not of what stands in brackets", () => {
  expect(isGlobalList(".a, .b:not([x]) :global(.c)")).toBe(true);
  expect(isGlobalList(".a:is(:hover, :focus) :global(.c)")).toBe(false);
  expect(isGlobalList(".a, .b")).toBe(false);
  expect(selectorsIn("/* a, b { */ .a,\n.b { color: red } @media (x) { .c { top: 0; } }")).toEqual([".a,\n.b", "@media (x)", ".c"]);
});

function selectorsIn(css: string): string[] {
  const plain = css.replaceAll(/\/\*.*?\*\//gs, "");
  return [...plain.matchAll(/([^{};]+)\{/g)].map(([, selector = ""]) => selector.trim());
}

function isGlobalList(selector: string): boolean {
  let before = selector;
  let outer = selector.replaceAll(/\([^()]*\)/g, "");
  while (outer !== before) [before, outer] = [outer, outer.replaceAll(/\([^()]*\)/g, "")];
  return selector.includes(":global") && outer.includes(",");
}
