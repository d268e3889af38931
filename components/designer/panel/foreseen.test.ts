import { expect, test } from "vitest";
import type { Step } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { TestRunView } from "#server/app.ts";
import { changedIn, foreseenIn } from "./foreseen.ts";

const step: Step = { id: "cust", type: "odoo.upsert", config: { values: { name: "Acme GmbH", email: "ap@acme.example", vat: "DE811907980" } } };
const effect = (more: Partial<EffectPreview>): EffectPreview => ({
  system: "odoo",
  title: "Update contact Acme GmbH",
  modelLabel: "Contact",
  action: "update",
  fields: [],
  ...more,
});
const field = (name: string, before: string | null) => ({ name, label: name, before, after: "new" });
const view = (...effects: EffectPreview[]): TestRunView["steps"][number] => ({
  ...{ step: "cust", visit: 1, status: "simulated", port: "out", milliseconds: 1, output: null, failure: null, note: null },
  effects,
});
const said = (...effects: EffectPreview[]) => {
  const told = foreseenIn(view(...effects), step);
  return told && `${told.before}${told.name}${told.after}`;
};
const acme = { id: 1843, name: "Acme GmbH" };

test("one record is told by its name, with how many of the fields change", () => {
  expect(said(effect({ record: acme, fields: [field("email", "old@acme.example"), field("vat", null)] }))).toBe("Would update Acme GmbH: 2 of 3 fields change");
  expect(said(effect({ record: acme, fields: [field("vat", null)] }))).toBe("Would update Acme GmbH: 1 of 3 fields changes");
  expect(said(effect({ record: acme, action: "none" }))).toBe("Would change nothing: Acme GmbH has these values");
  expect(said(effect({ action: "create", fields: [field("name", null), field("vat", null)] }))).toBe("Would create Contact: 2 fields");
  expect(said(effect({ action: "call", title: "Call action_confirm" }))).toBe("Would do: Call action_confirm");
  expect(said(effect({ unread: "Odoo does not answer." }))).toBe("Odoo does not answer.");
});

test("many are counted, a failure is told, and what writes no record tells nothing", () => {
  expect(said(effect({ action: "create" }), effect({ action: "create" }), effect({ action: "none", record: acme }))).toBe(
    "Would write 3 records: 2 new, 1 as they are",
  );
  expect(said(effect({ system: "http", action: "call" }))).toBeNull();
  const failure = { class: "business", kind: "invalid-data", code: "odoo.key", message: "The key needs trigger.body.id, and it is missing." } as const;
  expect(foreseenIn({ ...view(), failure: { ...failure, retryable: false, where: {} } } as TestRunView["steps"][number], step)).toMatchObject({
    tone: "fails",
    after: failure.message,
  });
});

test("a field that would be another is known with what stands in it, of one record alone", () => {
  const update = effect({ record: acme, fields: [field("email", "old@acme.example"), field("vat", null)] });
  expect([...changedIn(view(update))]).toEqual([
    ["email", "old@acme.example"],
    ["vat", null],
  ]);
  expect(changedIn(view(update, update)).size).toBe(0);
  expect(changedIn(view(effect({ action: "create", fields: [field("name", null)] }))).size).toBe(0);
  expect(changedIn(null).size).toBe(0);
});
