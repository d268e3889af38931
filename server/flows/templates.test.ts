import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { flowFile } from "#flow/canonical.ts";
import { needsOf } from "#flow/needs.ts";
import { validate } from "#flow/validate.ts";
import { listTemplates } from "./templates.ts";

const templates = listTemplates();

test("every flow file of the folder is offered, by its key", () => {
  const files = readdirSync(new URL("../templates", import.meta.url)).filter((name) => name.endsWith(".flow.json"));
  expect(templates.map((template) => `${template.document.flow.key}.flow.json`).toSorted()).toEqual(files.toSorted());
  expect(templates.length).toBeGreaterThanOrEqual(6);
});

test.each(templates)("$title has no error once its connections and secrets are there, and no step without a place", ({ document }) => {
  const { connections, secrets } = needsOf(document);
  expect(validate(document, { connections, secrets }).filter((problem) => problem.severity === "error")).toEqual([]);
  expect(document.steps.filter((step) => !document.layout?.[step.id])).toEqual([]);
  expect(flowFile(document).length).toBeLessThan(40_000);
});
