import { describe, expect, test } from "vitest";
import { resolveConfig } from "../expression/evaluate.ts";
import type { Json } from "../document.ts";
import { StepFailure } from "../failure.ts";
import type { Ports } from "../ports.ts";
import type { StepContext } from "../step.ts";
import { sum } from "./aggregate/sum.ts";
import { findStep } from "./index.ts";

const scope = {
  trigger: {
    body: {
      lines: [
        { who: "Ann", hours: 0.1, rate: 100 },
        { who: "Bo", hours: 0.2, rate: 90 },
        { who: "Ann", hours: 4, rate: 110 },
      ],
      broken: [{ hours: 1 }, {}],
    },
  },
  steps: {},
  vars: {
    regions: { DE: "north", "constructor-free": 1 },
    people: [
      { mail: "ann@a.example", id: 7 },
      { mail: "bo@a.example", id: 8 },
    ],
    single: 4,
  },
  run: { id: "run-1", correlationId: "c", startedAt: "2026-01-01T00:00:00Z", environment: "production", businessKey: null },
};
const language = { now: 0, seed: "s", step: "x" };
const schema = { check: () => [] };

async function execute(type: string, config: Record<string, Json>, ports: Partial<Ports> = { schema }) {
  const definition = findStep(type);
  if (!definition?.execute) throw new Error(`no step ${type}`);
  const evaluate: StepContext<unknown>["evaluate"] = (value, more) => resolveConfig(value, more ? { ...scope, ...more } : scope, language);
  const parsed = definition.config.parse(config);
  const resolved = definition.lazy ? parsed : await evaluate(parsed);
  const context = {
    step: { id: "x", type, config },
    input: definition.input.parse(resolved),
    evaluate,
    scope,
    now: 0,
    ports,
    signal: new AbortController().signal,
    note: () => undefined,
  };
  return definition.execute(context as unknown as Parameters<typeof definition.execute>[0]);
}
const outputOf = async (type: string, config: Record<string, Json>) => {
  const result = await execute(type, config);
  return result.kind === "done" ? result.output : null;
};
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof StepFailure ? error.failure : null),
  );
const $ = (source: string) => ({ $: source });

describe("filter", () => {
  test("keeps what fulfils the condition, in order, and counts the rest", async () => {
    expect(await outputOf("filter", { items: $("trigger.body.lines"), where: $("item.hours < 1 and index >= 1") })).toEqual({
      items: [{ who: "Bo", hours: 0.2, rate: 90 }],
      kept: 1,
      dropped: 2,
    });
    expect(await outputOf("filter", { items: $("trigger.body.nothing"), where: $("true") })).toEqual({ items: [], kept: 0, dropped: 0 });
    expect(await outputOf("filter", { items: $("trigger.body.lines[0]"), where: $("item.who = 'Ann'") })).toMatchObject({ kept: 1 });
  });
  test("an item for which the condition gives nothing fails the step by its number, and is never dropped silently", async () => {
    expect(await failureOf(execute("filter", { items: $("trigger.body.broken"), where: $("item.hours > 0") }))).toMatchObject({
      class: "business",
      code: "expression.not_boolean",
      message: expect.stringContaining("for item 2 it gave nothing"),
    });
  });
  test("a list that is longer than a step looks at is refused, not worked on for minutes", async () => {
    const items = Array.from({ length: 100_001 }, () => 1);
    expect((await failureOf(execute("filter", { items, where: $("true") })))?.code).toBe("list.too_long");
  });
});

describe("aggregate", () => {
  const measures: Json[] = [
    { name: "lines", operation: "count" },
    { name: "hours", operation: "sum", of: $("item.hours") },
    { name: "best", operation: "max", of: $("item.rate") },
    { name: "people", operation: "distinct", of: $("item.who") },
  ];
  test("works each measure out over all items and over every group, groups in order of appearance", async () => {
    expect(await outputOf("aggregate", { items: $("trigger.body.lines"), groupBy: $("item.who"), measures })).toEqual({
      total: { lines: 3, hours: 4.3, best: 110, people: ["Ann", "Bo"] },
      groups: [
        { key: "Ann", lines: 2, hours: 4.1, best: 110, people: ["Ann"] },
        { key: "Bo", lines: 1, hours: 0.2, best: 90, people: ["Bo"] },
      ],
    });
  });
  test("nothing adds up to nothing", async () => {
    const all = ["count", "sum", "average", "min", "max", "first", "last", "list", "distinct"].map((operation) => ({ name: operation, operation }));
    expect(await outputOf("aggregate", { items: [], measures: all })).toEqual({
      total: { count: 0, sum: 0, average: null, min: null, max: null, first: null, last: null, list: [], distinct: [] },
      groups: [],
    });
  });
  test("an item without a number fails the step instead of being left out of a sum", async () => {
    expect(
      await failureOf(execute("aggregate", { items: $("trigger.body.broken"), measures: [{ name: "hours", operation: "sum", of: $("item.hours") }] })),
    ).toMatchObject({
      code: "aggregate.not_number",
      message: expect.stringContaining("item 2 gives nothing"),
    });
    expect((await failureOf(execute("aggregate", { items: $("trigger.body.broken"), groupBy: $("item.hours"), measures: [] })))?.code).toBe(
      "aggregate.no_group",
    );
    expect((await failureOf(execute("aggregate", { items: [1, "a"], measures: [{ name: "m", operation: "max" }] })))?.code).toBe("aggregate.not_comparable");
  });
  test("decimals add up exactly", () => {
    expect(sum([0.1, 0.2])).toBe(0.3);
    expect(sum(Array.from({ length: 1000 }, () => 0.01))).toBe(10);
    expect(sum([1e21, 1, -1e21])).toBe(1);
    expect(sum([1.5e-7, -2])).toBe(-1.99999985);
  });
});

describe("look up", () => {
  const find = (key: string, more: Record<string, Json>) => execute("lookup", { key, from: "variable", ...more });
  test("finds rows of its own, an object's entry and a list's object", async () => {
    expect(await outputOf("lookup", { key: "b", from: "rows", rows: { a: 1, b: $("trigger.body.lines[0].who") } })).toEqual({ found: true, value: "Ann" });
    expect(await find("DE", { variable: "regions" })).toMatchObject({ output: { value: "north" } });
    expect(await find("8", { variable: "people", keyField: "id" })).toMatchObject({ output: { value: { mail: "bo@a.example", id: 8 } } });
  });
  test("what is not there fails, leaves by missing, or is another value, as chosen", async () => {
    expect(await failureOf(find("FR", { variable: "regions" }))).toMatchObject({ class: "business", code: "lookup.not_found" });
    expect(await find("FR", { variable: "regions", onMissing: "port" })).toMatchObject({ port: "missing", output: { found: false } });
    expect(await find("FR", { variable: "regions", onMissing: "default", otherwise: 0 })).toMatchObject({ output: { found: false, value: 0 } });
  });
  test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])("a key called %s finds nothing that nobody put there", async (key) => {
    expect((await failureOf(find(key, { variable: "regions" })))?.code).toBe("lookup.not_found");
    expect((await failureOf(execute("lookup", { key, from: "rows", rows: {} })))?.code).toBe("lookup.not_found");
  });
  test("a variable that is no table is a fault of the set-up and says which", async () => {
    expect((await failureOf(find("a", { variable: "none" })))?.message).toContain("there is no such variable");
    expect((await failureOf(find("a", { variable: "single" })))?.code).toBe("lookup.table");
    expect((await failureOf(find("a", { variable: "people" })))?.message).toContain("no key field");
  });
});
