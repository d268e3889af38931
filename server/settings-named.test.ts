import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const NAME = /\bTHROUGHLINE_[A-Z_]+\b/g;
const namesIn = (files: string[]) => new Set(files.flatMap((file) => readFileSync(file, "utf8").match(NAME) ?? []));

test("a setting that guides and messages tell people to set is one that is read", () => {
  const read = namesIn(["server/env.ts", ...globSync("scripts/**/*.mjs")]);
  const told = namesIn(["README.md", ...globSync("docs/guides/*.md"), ...globSync("server/{triggers,flows,connections,http,odoo}/**/*.ts")]);
  expect(told.size).toBeGreaterThan(3);
  expect([...told].filter((name) => !read.has(name))).toEqual([]);
});
