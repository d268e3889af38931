import { describe, expect, it } from "vitest";
import type { Json, Step } from "./document.ts";
import { isLookup, lookupProblems, lookupsWritten } from "./record-lookup.ts";

const lookup = (inner: Record<string, Json> = {}): Json => ({ $record: { by: "name", value: { $: "trigger.body.country" }, ...inner } });
const step = (values: Json): Step => ({ id: "cust", type: "odoo.upsert", name: "Customer", config: { values } });

describe("a lookup", () => {
  it("is an object whose only key says so", () => {
    expect(isLookup(lookup())).toBe(true);
    expect(isLookup({ $record: {}, other: 1 })).toBe(false);
    expect(isLookup([lookup()])).toBe(false);
    expect(isLookup(null)).toBe(false);
  });

  it("counts where the author wrote it, and never where it comes in data", () => {
    const values = { country_id: lookup(), parent_id: lookup(), name: "x" };
    expect(lookupsWritten({ country_id: lookup(), parent_id: { $: "trigger.body.parent" }, name: "x" }, values)).toEqual(["country_id"]);
    expect(lookupsWritten({ parent_id: { $: "{ '$record': { 'by': 'name', 'value': trigger.body.parent } }" } }, values)).toEqual(["parent_id"]);
    expect(lookupsWritten({ $: "trigger.body" }, values)).toEqual([]);
    expect(lookupsWritten({ $: "{ 'country_id': { '$record': { 'by': 'name', 'value': c } } }" }, values)).toEqual(["country_id", "parent_id", "name"]);
  });

  it("is checked while the flow is drawn", () => {
    expect(lookupProblems(step({ country_id: lookup(), tag_ids: [lookup({ onMissing: "create" })] }))).toEqual([]);
    expect(lookupProblems(step({ country_id: { $record: { value: "x" } } }))).toMatchObject([
      { code: "lookup.invalid", step: "cust", field: "values.country_id", fix: expect.any(String) },
    ]);
    expect(lookupProblems(step({ parent_id: lookup({ by: "key", onMissing: "create" }) }))).toMatchObject([
      { code: "lookup.cannot_create", field: "values.parent_id" },
    ]);
  });
});
