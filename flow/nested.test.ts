import { expect, test } from "vitest";
import type { FlowDocument, Step } from "./document.ts";
import { duplicateSteps } from "./clipboard.ts";
import { addStep, isRefused, removeSteps, renameStep } from "./edit.ts";
import { allSteps, placeOf, viewOf, withView } from "./nested.ts";
import { scopeAt, stepsBefore } from "./shape-at.ts";
import { validate } from "./validate.ts";

const step = (id: string, type: string, config: Step["config"] = {}): Step => ({ id, type, config });
const map = (id: string, value = "item.id") => step(id, "map", { fields: [{ name: "id", value: { $: value } }] });

function document(body: { steps: Step[]; edges: { from: string; to: string }[] }): FlowDocument {
  return {
    throughline: 1,
    flow: { key: "lines", name: "Lines" },
    steps: [
      step("start", "trigger.api"),
      map("before", "trigger.body.id"),
      step("lines", "each", {
        items: { $: "trigger.body.lines" },
        itemKey: { $: "item.id" },
        concurrency: 1,
        onFailure: "stop",
        body: JSON.parse(JSON.stringify(body)),
      }),
      map("after", "steps.lines.succeeded"),
    ],
    edges: [
      { from: "start", to: "before" },
      { from: "before", to: "lines" },
      { from: "lines", to: "after" },
    ],
    layout: { start: [0, 0], before: [0, 96], lines: [0, 192], after: [0, 288], one: [0, 0], two: [0, 96] },
  };
}

const drawn = () => document({ steps: [map("one"), map("two", "steps.one.id & steps.before.id")], edges: [{ from: "one", to: "two" }] });
const codes = (flow: FlowDocument) => validate(flow).map((problem) => [problem.code, problem.step]);

test("a frame goes through a list or the pages of a search: both, neither, or a key for records that have ids is a problem; its connection must be there", () => {
  const source = { connection: "odoo", model: "res.partner", fields: ["name"] };
  const upsert = step("keep", "odoo.upsert", { connection: "odoo", model: "crm.lead", match: { kind: "external-id", key: { $: "item.id" } }, values: {} });
  const framed = (config: Step["config"]) => {
    const whole = document({ steps: [upsert], edges: [] });
    return { ...whole, steps: whole.steps.map((each) => (each.type === "each" ? { ...each, config: { ...config, body: each.config.body ?? null } } : each)) };
  };
  expect(codes(framed({ source }))).toEqual([]);
  const fields = (config: Step["config"]) => validate(framed(config)).map((problem) => [problem.code, problem.field]);
  expect(fields({ source, items: { $: "[]" } })).toContainEqual(["config.invalid", "items"]);
  expect(fields({})).toContainEqual(["config.invalid", "items"]);
  expect(fields({ source, itemKey: { $: "item.name" } })).toContainEqual(["config.invalid", "itemKey"]);
  expect(fields({ source: { ...source, order: "name" } })).toContainEqual(["config.invalid", "source.order"]);
  const known = { connections: [{ key: "odoo", kind: "smtp" as const }] };
  expect(validate(framed({ source }), known).map((problem) => [problem.code, problem.field])).toContainEqual(["connection.kind", "source.connection"]);
});

test("a body is checked like a flow of its own, and sees what comes before its frame", () => {
  expect(codes(drawn())).toEqual([]);
  expect(codes(document({ steps: [], edges: [] }))).toContainEqual(["each.empty", "lines"]);
  expect(codes(document({ steps: [map("one", "steps.after.id")], edges: [] }))).toContainEqual(["expression.not_before", "one"]);
  expect(codes(document({ steps: [map("before")], edges: [] }))).toContainEqual(["step.duplicate_id", "before"]);
  expect(codes(document({ steps: [step("hook", "trigger.webhook", { auth: { kind: "none" } })], edges: [] }))).toContainEqual(["each.trigger", "hook"]);
  expect(
    codes(
      document({
        steps: [map("one"), map("two")],
        edges: [
          { from: "one", to: "two" },
          { from: "two", to: "one" },
        ],
      }),
    ),
  ).toContainEqual(["graph.cycle", "one"]);
  const ask = step("ask", "approve", { title: "Go?", assignees: { roles: ["approver"] } });
  expect(codes(document({ steps: [ask], edges: [] }))).toContainEqual(["each.waits_for_people", "ask"]);
});

test("what is inside a frame is not seen from outside", () => {
  const flow = drawn();
  const reads = { ...flow, steps: flow.steps.map((each) => (each.id === "after" ? map("after", "steps.two.id") : each)) };
  expect(codes(reads)).toContainEqual(["expression.not_before", "after"]);
});

test("expressions inside see item, index and every step before, there and around", () => {
  expect(stepsBefore(drawn(), "two")).toEqual(["one", "before", "start"]);
  const scope = scopeAt(drawn(), "two", { steps: {} });
  expect(scope).toMatchObject({ fields: { item: {}, index: { kind: "number" }, steps: { fields: { one: {}, before: {} } } } });
  expect(scopeAt(drawn(), "after", { steps: {} })).not.toHaveProperty("fields.item");
});

test("a frame is drawn on like a flow, and what is drawn is put back where it belongs", () => {
  const flow = drawn();
  const view = viewOf(flow, "lines", (each) => each);
  expect(view?.steps.map((each) => each.id)).toEqual(["one", "two"]);
  if (!view) throw new Error("no view");
  const added = addStep(view, { type: "map", place: { kind: "after", from: { step: "two", port: "out" } } });
  if (isRefused(added)) throw new Error(added.refused);
  const whole = withView(flow, "lines", added.document);
  expect(allSteps(whole).map((each) => each.id)).toEqual(["start", "before", "lines", "one", "two", added.added, "after"]);
  expect(placeOf(whole, added.added)?.frames.map((each) => each.id)).toEqual(["lines"]);
  expect(whole.layout).toHaveProperty(added.added);
  // an id that is used outside is not given again inside
  expect(addStep({ ...view, flow: { ...view.flow } }, { type: "map", place: { kind: "at", at: [0, 0] } })).toHaveProperty("added");
});

test("renaming, copying and deleting a frame take along what is inside", () => {
  const renamed = renameStep(drawn(), { id: "before", to: "header" });
  expect("document" in renamed && JSON.stringify(placeOf(renamed.document, "two")?.step.config)).toContain("steps.header.id");
  const { document: doubled, added } = duplicateSteps(drawn(), { steps: ["lines"] });
  expect(added).toHaveLength(1);
  const ids = allSteps(doubled).map((each) => each.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(JSON.stringify(placeOf(doubled, "two_2")?.step.config)).toContain("steps.one_2.id");
  const left = removeSteps(drawn(), ["lines"]);
  expect(Object.keys(left.layout ?? {})).toEqual(["start", "before", "after"]);
});
