import { expect, test } from "vitest";
import { keyFrom, words } from "./words.ts";

test("a key is made of the letters and digits of the name", () => {
  expect(keyFrom("Won opportunity → project in Odoo")).toBe("won-opportunity-project-in-odoo");
  expect(keyFrom("  Überstunden / März ")).toBe("uberstunden-marz");
  expect(keyFrom("!!!")).toBe("");
  expect(keyFrom("a".repeat(200))).toHaveLength(80);
});

test("a domain reads as words", () => {
  expect(words("project-operations")).toBe("Project operations");
  expect(words(null)).toBe("");
});
