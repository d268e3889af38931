import { expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { createSchemaPort } from "./port.ts";

const port = createSchemaPort();
const check = (schema: Json, value: Json) => port.check({ schema, value });
const code = (schema: Json) => {
  try {
    check(schema, {});
  } catch (error) {
    return error instanceof StepFailure ? error.failure.code : String(error);
  }
  return "no failure";
};

test("every place that does not fit is told, with what would", () => {
  const schema = {
    type: "object",
    required: ["name"],
    additionalProperties: false,
    properties: {
      name: {},
      mail: { type: "string", format: "email" },
      lines: { type: "array", items: { type: "object", properties: { hours: { type: "number", minimum: 0 } } } },
      kind: { enum: ["a", "b"] },
    },
  };
  expect(check(schema, { name: "x", lines: [{ hours: 1 }] })).toEqual([]);
  expect(check(schema, { mail: "no", lines: [{ hours: 1 }, { hours: -1 }], kind: "c", more: 1 })).toEqual(
    expect.arrayContaining([
      { place: "", message: "must have required property 'name'" },
      { place: "", message: "must NOT have additional properties: more" },
      { place: "mail", message: 'must match format "email"' },
      { place: "lines.1.hours", message: "must be >= 0" },
      { place: "kind", message: 'must be equal to one of the allowed values: ["a","b"]' },
    ]),
  );
});

test("a pattern that would explode elsewhere answers at once", () => {
  expect(check({ type: "string", pattern: "^(a+)+$" }, `${"a".repeat(5000)}!`)).toHaveLength(1);
  expect(check({ type: "object", patternProperties: { "^(x+)+$": { type: "number" } } }, { [`${"x".repeat(2000)}!`]: "any", xx: "no" })).toHaveLength(1);
});

test("a schema that cannot be used is a fault of the flow and says why", () => {
  expect(code({ type: "nonsense" })).toBe("schema.invalid");
  expect(code({ $ref: "https://elsewhere.example/schema.json" })).toBe("schema.invalid");
  expect(code({ type: "string", pattern: "(?<=a)b" })).toBe("expression.regex");
  expect(code([])).toBe("schema.invalid");
});
