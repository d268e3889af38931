import { expect, test } from "vitest";
import type { OdooFacts } from "#server/app.ts";
import { keyExpiryOf } from "./key-expiry.ts";

const facts = (...ends: (string | null)[]): OdooFacts => ({
  ...{ version: "19.0", protocol: "json-2", language: "en_US", timeZone: null, companies: [], apps: [], appsFrom: "modules" },
  keys: ends.map((expiresAt, index) => ({ name: `key ${index}`, expiresAt })),
});

test("the day that a person entered counts before what Odoo tells, to its end", () => {
  expect(keyExpiryOf({ keyExpires: "2027-03-31" }, facts("2026-12-01T10:00:00Z"))).toEqual({ at: "2027-03-31T23:59:59.000Z", from: "person" });
});

test("of several keys the first to end is told; one that never ends may be ours", () => {
  expect(keyExpiryOf({}, facts("2027-02-01T10:00:00Z", "2026-12-24T10:00:00Z"))).toEqual({ at: "2026-12-24T10:00:00.000Z", from: "odoo" });
  expect(keyExpiryOf({}, facts("2026-12-24T10:00:00Z", null))).toBeNull();
});

test("nothing known is nothing told", () => {
  expect(keyExpiryOf({}, undefined)).toBeNull();
  expect(keyExpiryOf({}, { ...facts(), keys: null })).toBeNull();
});
