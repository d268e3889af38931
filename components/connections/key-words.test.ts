import { expect, test } from "vitest";
import { keyState } from "./key-words.ts";

const now = Date.parse("2026-11-29T10:00:00Z");
const at = (iso: string) => keyState({ at: iso, from: "odoo" }, now);

test("a key counts down, warns from fourteen days on, and is an error once it has ended", () => {
  expect(at("2027-02-28T10:00:00Z")).toMatchObject({ tone: "ok", short: "key ends in 91 days" });
  expect(at("2026-12-14T11:00:00Z")).toMatchObject({ tone: "ok" });
  expect(at("2026-12-13T11:00:00Z")).toMatchObject({ tone: "soon", short: "key ends in 14 days" });
  expect(at("2026-11-30T11:00:00Z")).toMatchObject({ short: "key ends in 1 day" });
  expect(at("2026-11-29T23:59:59Z")).toMatchObject({ tone: "soon", short: "key ends within a day" });
  expect(at("2026-11-28T10:00:00Z")).toMatchObject({ tone: "expired", long: "Expired on 28 Nov" });
});

test("a key whose end nobody knows says nothing", () => {
  expect(keyState(null, now)).toBeNull();
});
