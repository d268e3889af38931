import { expect, test } from "vitest";
import { droppable, readFilters, toQuery, writeFilters, type RunFilters } from "./run-filters.ts";

const none: RunFilters = { search: "", states: [], flow: null, step: null, range: null, window: null };
const now = Date.parse("2026-11-23T12:00:30Z");

test("filters survive the address", () => {
  const filters: RunFilters = {
    search: "SO-1042",
    states: ["waiting", "technical"],
    flow: "won",
    step: "cust",
    range: "6h",
    window: { from: "2026-11-23T09:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
  };
  expect(readFilters(writeFilters(filters))).toEqual(filters);
  expect(readFilters(new URLSearchParams("status=nonsense&range=2y&from=x&to=y"))).toEqual(none);
});

test("without a search the last 24 hours are shown; a search looks through all time", () => {
  expect(toQuery(none, { environment: "production", now })).toEqual({ environment: "production", from: "2026-11-22T12:00:00.000Z" });
  expect(toQuery({ ...none, search: " SO-1 " }, { environment: "production", now })).toEqual({ environment: "production", search: "SO-1" });
});

test("failed technical and failed business are two states of one status", () => {
  expect(toQuery({ ...none, states: ["technical"] }, { environment: "p", now })).toMatchObject({ status: ["failed"], failureClass: "technical" });
  expect(toQuery({ ...none, states: ["technical", "business"] }, { environment: "p", now })).not.toHaveProperty("failureClass");
});

test("an empty result names the filters that could be dropped", () => {
  const labels = droppable({ ...none, search: "SO", flow: "won", states: ["parked"] }, () => "Won opportunity").map((one) => one.label);
  expect(labels).toEqual(["the search “SO”", "the status Parked", "the flow Won opportunity"]);
  expect(droppable({ ...none, range: "1h" }, String).map((one) => one.without.range)).toEqual(["7d"]);
});
