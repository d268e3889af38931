/** Examples made of schemas are judged by what checks data in runs. */
import { expect, test } from "vitest";
import fc from "fast-check";
import type { Json } from "#flow/document.ts";
import { exampleOf } from "#flow/schema-example.ts";
import { createSchemaPort } from "./port.ts";

const port = createSchemaPort();

const ORDER: Json = {
  type: "object",
  required: ["id", "lines"],
  properties: {
    id: { type: "string", format: "uuid" },
    "order date": { type: "string", format: "date" },
    customer: { $ref: "#/$defs/customer" },
    lines: {
      type: "array",
      minItems: 2,
      items: {
        type: "object",
        required: ["role"],
        properties: { role: { type: "string", minLength: 12 }, days: { type: "integer", minimum: 3, multipleOf: 5 } },
      },
    },
    kind: { enum: ["time", "fixed"] },
    discount: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
    note: { anyOf: [{ type: "null" }, { type: "string", maxLength: 3 }] },
    owner: {
      allOf: [
        { type: "object", properties: { mail: { type: "string", format: "email" } } },
        { required: ["mail"], properties: { name: { type: ["string", "null"] } } },
      ],
    },
  },
  $defs: { customer: { type: "object", properties: { name: { type: "string", title: "Legal name" }, parent: { $ref: "#/$defs/customer" } } } },
};

test("an example fits its schema, however it is put together, and is the same every time", () => {
  const example = exampleOf(ORDER);
  expect(port.check({ schema: ORDER, value: example })).toEqual([]);
  expect(exampleOf(ORDER)).toEqual(example);
  expect(example).toMatchObject({ customer: { name: "Legal name" }, kind: "time", "order date": "2026-01-15" });
});

test("what a schema gives as an example or a default is taken", () => {
  expect(exampleOf({ type: "object", properties: { city: { type: "string", examples: ["Bergen"] }, seats: { type: "integer", default: 4 } } })).toEqual({
    city: "Bergen",
    seats: 4,
  });
});

test("a schema that cannot be read gives nothing rather than a guess; nothing is fetched", () => {
  const unreadable: Json[] = [null, "text", [], {}, { $ref: "https://example.com/other.json" }, { $ref: "#/nowhere" }, { allOf: [{ $ref: "#" }] }];
  for (const schema of unreadable) expect(exampleOf(schema)).toBeNull();
});

const leaf = fc.oneof(
  fc.record({ type: fc.constant("string"), minLength: fc.nat(20) }),
  fc.record({ type: fc.constant("integer"), minimum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant("number"), maximum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant("string"), format: fc.constantFrom("date", "date-time", "email", "uri", "uuid", "ipv4", "duration", "time") }),
  fc.record({ enum: fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }).map((items) => [...new Set(items)]) }),
  fc.record({ type: fc.constant("boolean") }),
);
const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ type: fc.constant("array"), items: tie("schema"), minItems: fc.nat(4) }),
    fc
      .dictionary(
        fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
        tie("schema"),
        { maxKeys: 4 },
      )
      .map((properties) => ({ type: "object", properties, required: Object.keys(properties) })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
  ),
}));

test("any schema of types, bounds, formats, lists, objects and choices has an example that fits it", () => {
  fc.assert(
    fc.property(schema, (any) => {
      const plain: Json = JSON.parse(JSON.stringify(any));
      expect(port.check({ schema: plain, value: exampleOf(plain) })).toEqual([]);
    }),
    { seed: 11, numRuns: 50 },
  );
});
