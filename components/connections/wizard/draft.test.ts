import { expect, test } from "vitest";
import { EMPTY, placeOf, settingsOf, withFound, withNames } from "./draft.ts";
import type { FoundOdoo } from "./draft.ts";

const found: FoundOdoo = { ok: true, url: "https://halvorsen.odoo.com", version: "19.0", protocol: "json-2", databases: null, isPlain: false };

test("the database is filled in where the server tells it, or its address does", () => {
  expect(withFound(EMPTY, { ...found, url: "http://127.0.0.1:8069", databases: ["erp"] }).database).toBe("erp");
  expect(withFound(EMPTY, found).database).toBe("halvorsen");
  expect(withFound(EMPTY, { ...found, url: "https://erp.example" }).database).toBe("");
});

test("what was typed stays on the way back and forth, unless that server does not have it", () => {
  const typed = { ...EMPTY, database: "other", login: "bot", apiKey: "k" };
  expect(withFound(typed, found)).toEqual(typed);
  expect(withFound(typed, { ...found, databases: ["erp", "test"] })).toMatchObject({ database: "", login: "bot", apiKey: "k" });
});

test("a connection gets a name and a key that is free, and keeps those that were typed", () => {
  expect(withNames(EMPTY, { company: "Halvorsen Partners", taken: ["odoo", "odoo-2"] })).toMatchObject({ name: "Odoo Halvorsen Partners", key: "odoo-3" });
  expect(withNames({ ...EMPTY, name: "ERP", key: "erp" }, { company: "x", taken: [] })).toMatchObject({ name: "ERP", key: "erp" });
});

test("the settings name the protocol only where it is not the usual one", () => {
  const draft = { ...EMPTY, database: "erp", login: " bot ", apiKey: " k ", expires: "2027-03-31" };
  expect(settingsOf(draft, found)).toEqual({
    config: { url: found.url, database: "erp", login: "bot", keyExpires: "2027-03-31" },
    secrets: { apiKey: "k" },
  });
  expect(settingsOf({ ...draft, allowPrivate: true }, { ...found, protocol: "json-rpc" }).config).toMatchObject({ protocol: "json-rpc", allowPrivate: true });
});

test("trouble is shown at the field that it is about", () => {
  const check = (name: string, message = "") => placeOf({ name, ok: false, message });
  expect([check("Database"), check("API key"), check("API key", "The key belongs to bob, and …"), check("External API"), check("Reachable")]).toEqual([
    "database",
    "apiKey",
    "login",
    null,
    null,
  ]);
});
