import { expect, test } from "vitest";
import { formProblem, formValues } from "./schema-form.tsx";

const schema = {
  required: ["days"],
  properties: { days: { title: "Days", type: "integer", default: 5 }, urgent: { type: "boolean" }, constructor: { title: "Constructor", type: "string" } },
};

test("what the schema proposes is sent until somebody says something else", () => {
  expect(formValues(schema, {})).toEqual({ days: 5, urgent: false });
  expect(formValues(schema, { days: 7, urgent: true })).toEqual({ days: 7, urgent: true });
});

test("a number that was proposed can be taken out, and is missing then", () => {
  expect(formValues(schema, { days: null })).toEqual({ urgent: false });
  expect(formProblem(schema, { days: null }, "before approving")).toBe("Fill in “Days” before approving.");
  expect(formProblem(schema, {}, "before approving")).toBeNull();
});

test("a field may have the name of something that every object has", () => {
  expect(Object.keys(formValues(schema, {}))).not.toContain("constructor");
  expect(formValues(schema, { constructor: "Berg & Sons" } as never)).toMatchObject({ constructor: "Berg & Sons" });
});
