import { expect, test } from "vitest";
import { namesIn, withChosen, withName, withValue } from "./assignees.ts";

test("who is asked is added and taken out, and what is worked out beside the names stays", () => {
  const held = { people: ["a@x", { $: "trigger.body.manager" }], roles: "approver" };
  expect(namesIn(held, "people")).toEqual(["a@x"]);
  const added = withName(held, "people", { name: "b@x", isAsked: true });
  expect(added.people).toEqual(["a@x", { $: "trigger.body.manager" }, "b@x"]);
  expect(withName(added, "people", { name: "a@x", isAsked: false }).people).toEqual([{ $: "trigger.body.manager" }, "b@x"]);
  expect(withName(held, "roles", { name: "operator", isAsked: true }).roles).toEqual(["approver", "operator"]);
});

test("a list or an expression in which nobody is left is taken out", () => {
  expect(withName({ roles: ["approver"], people: ["a@x"] }, "people", { name: "a@x", isAsked: false })).toEqual({ roles: ["approver"] });
  expect(withValue({ roles: ["approver"], expression: { $: "x" } }, "expression", { $: " " })).toEqual({ roles: ["approver"] });
  expect(withValue({}, "expression", { $: "trigger.body.manager" })).toEqual({ expression: { $: "trigger.body.manager" } });
});

test("somebody who is asked and is not there any more can still be seen", () => {
  const options = [{ value: "a@x", label: "Ada" }];
  expect(withChosen(options, ["a@x", "gone@x"], (name) => `${name} (gone)`)).toEqual([...options, { value: "gone@x", label: "gone@x (gone)" }]);
});
