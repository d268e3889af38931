import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createVault } from "./connections/vault.ts";
import { createSensitive, discreet, dotted, DOTS, undotted, valuesUnder } from "./sensitive.ts";

const { seal, open } = createSensitive(createVault(randomBytes(32)));
const PERSON = {
  name: "Elin Moberg",
  iban: "SE35 5000 0000 0549 1000 0003",
  pay: { salary: 72_000, currency: "SEK" },
  lines: [{ iban: null }, { iban: "DE89" }],
};

test("named fields are sealed at any depth, by name or by the end of their path; everything else stays readable", () => {
  const sealed = seal(PERSON, ["iban", "pay.salary"]);
  expect(JSON.stringify(sealed)).not.toMatch(/SE35|72000|DE89/);
  expect(sealed).toMatchObject({ name: "Elin Moberg", pay: { currency: "SEK" }, lines: [{ iban: null }, {}] });
  expect(open(sealed)).toEqual(PERSON);
  expect(seal({ salary: 1 }, ["pay.salary"])).toEqual({ salary: 1 });
});

test("a sentence shows dots for the values of sensitive fields, and keeps what is too short to tell", () => {
  const values = valuesUnder(PERSON, ["iban", "salary"]);
  expect([...values]).toEqual(["SE35 5000 0000 0549 1000 0003", "72000", "DE89"]);
  expect(discreet("Pay 72000 to SE35 5000 0000 0549 1000 0003?", values)).toBe(`Pay ${DOTS} to ${DOTS}?`);
  expect(discreet("no", new Set(["o"]))).toBe("no");
  expect(discreet("o", new Set(["o"]))).toBe(DOTS);
});

test("what is sealed is not sealed again, and what holds nothing is not copied", () => {
  const once = seal(PERSON, ["iban"]);
  expect(open(seal(once, ["iban"]))).toEqual(PERSON);
  expect(seal(PERSON, [])).toBe(PERSON);
  expect(open(PERSON)).toBe(PERSON);
});

test("people see dots, and an edit that leaves them keeps what they stood for", () => {
  const shown = dotted(seal(PERSON, ["iban", "salary"]));
  expect(shown).toMatchObject({ iban: DOTS, pay: { salary: DOTS }, lines: [{ iban: null }, { iban: DOTS }] });
  const edited = { ...(shown as object), name: "Elin Moberg-Ek", pay: { salary: 75_000, currency: "SEK" } };
  expect(undotted(edited, PERSON)).toEqual({ ...PERSON, name: "Elin Moberg-Ek", pay: { salary: 75_000, currency: "SEK" } });
});
