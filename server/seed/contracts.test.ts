/** The demo's contracts are what a customer sees first: each can be used, says what its fields are, and has an example that fits it. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contractChanges } from "#flow/contract/changes.ts";
import { fieldsOf } from "#flow/contract/fields.ts";
import { lifecycleOf, lifecycleTrouble } from "#flow/contract/lifecycle.ts";
import { exampleOf } from "#flow/schema-example.ts";
import { checkedSchema } from "../governance/checked-schema.ts";
import { createSchemaPort } from "../schema/port.ts";

const folder = new URL("./contracts/", import.meta.url);
const port = createSchemaPort();
const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")));
const versions = files.flatMap((file) =>
  file.versions.map((version: { schema: object }, index: number) => [`${file.key}@${index + 1}`, version.schema] as const),
);

test("the nine business objects are there", () => {
  expect(files.map((file) => file.key)).toEqual([
    "assignment",
    "consultant",
    "customer",
    "engagement",
    "expense",
    "invoice",
    "milestone",
    "project",
    "timesheet",
  ]);
});

test.each(versions)("%s can be used, describes its fields and states, and has an example that fits", (_, schema) => {
  const kept = checkedSchema(port, schema);
  const example = exampleOf(kept);
  expect(port.check({ schema: kept, value: example }), JSON.stringify(example)).toEqual([]);
  expect(lifecycleTrouble(kept)).toBeNull();
  expect(lifecycleOf(kept)?.states.length).toBeGreaterThan(2);
  expect(fieldsOf(kept).filter((field) => field.depth === 0 && field.description === "" && field.type !== "object")).toEqual([]);
});

test("the versions of one contract differ in what their notes say", () => {
  for (const { versions: all } of files)
    for (const [index, version] of all.entries()) if (index > 0) expect(contractChanges(all[index - 1].schema, version.schema).length).toBeGreaterThan(0);
});
