import jsonata from "jsonata";
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.ts";
import { FUNCTION_GROUPS, FUNCTIONS, signatureOf } from "./all.ts";

const language = { now: Date.UTC(2026, 0, 15, 9, 30), seed: "run-1", step: "map" };
const entries = FUNCTION_GROUPS.flatMap((group) => group.functions);

test.each(entries.flatMap((each) => each.examples.map(({ source, gives }) => ({ source, gives }))))(
  "$source gives what the reference says",
  async ({ source, gives }) => {
    expect(await evaluate(source, {}, language)).toEqual(gives);
  },
);

test("every function of the installed language is in the reference but $eval, and none that it does not have", async () => {
  const environment: Record<string, unknown> = {};
  const names = await Promise.all(
    [...FUNCTIONS.keys(), "$nothing", "$eval"].map(async (name) => [name, await jsonata(`$exists(${name})`).evaluate(environment)] as const),
  );
  expect(names.filter(([, isThere]) => !isThere).map(([name]) => name)).toEqual(["$nothing"]);
  // the names that the package binds, as its source writes them
  const source = await import("node:fs/promises").then((fs) => fs.readFile(new URL(import.meta.resolve("jsonata")), "utf8"));
  const bound = [...source.matchAll(/staticFrame\.bind\('(\w+)', defineFunction/g)].map((match) => `$${match[1]}`);
  expect(bound.length).toBeGreaterThan(55);
  expect(bound.filter((name) => !FUNCTIONS.has(name))).toEqual(["$eval"]);
});

test("each entry says what it is and shows it, with its parameters in order", () => {
  for (const each of entries) {
    expect(each.examples.length, each.name).toBeGreaterThan(0);
    expect(each.about, each.name).toMatch(/^[A-Z$].*\.$/);
    expect(
      each.parameters.findIndex((one) => one.isOptional) === -1 ||
        each.parameters.slice(each.parameters.findIndex((one) => one.isOptional)).every((one) => one.isOptional),
    ).toBe(true);
  }
  expect(signatureOf(FUNCTIONS.get("$round") ?? entries[0] ?? { name: "", parameters: [], gives: "", about: "", examples: [] })).toBe(
    "$round(number, places?)",
  );
});
