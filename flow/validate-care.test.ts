import { expect, test } from "vitest";
import type { Edge, FlowDocument, FlowSettings, Step } from "./document.ts";
import type { Knowledge, PersonFact } from "./problem.ts";
import { validate } from "./validate.ts";

const t: Step = { id: "t", type: "trigger.api", config: {} };
const flow = (step: Omit<Step, "id">, edges: Edge[] = [], settings: Partial<FlowSettings> = {}): FlowDocument => ({
  throughline: 1,
  flow: { key: "f", name: "F", ...settings },
  steps: [t, { id: "s", ...step }, { id: "after", type: "map", config: { fields: [{ name: "a", value: 1 }] } }],
  edges: [{ from: "t", to: "s" }, ...edges],
});
const CARE = /^(branch|wait|approve|flow\.uncaught|delivery\.weaker)/;
const found = (document: FlowDocument, knowledge: Knowledge = {}) =>
  validate(document, knowledge)
    .filter((problem) => CARE.test(problem.code))
    .map((problem) => `${problem.code} ${problem.field}`);

const branch = (when: string) =>
  flow({ type: "branch", config: { cases: [{ port: "yes", when: { $: when } }], else: "no" } }, [{ from: "s", port: "yes", to: "after" }]);

test("a case that is the same for every run is told, one that depends on data is not", () => {
  expect(found(branch("true"))).toEqual(["branch.constant cases.0.when"]);
  expect(found(branch("false"))).toEqual(["branch.constant cases.0.when"]);
  expect(found(branch("trigger.body.isNew"))).toEqual([]);
});

test("a wait for an event needs an end", () => {
  expect(found(flow({ type: "wait", config: { event: { topic: "paid" } } }))).toEqual(["wait.endless event.timeout"]);
  expect(found(flow({ type: "wait", config: { event: { topic: "paid", timeout: "P7D" } } }))).toEqual([]);
  expect(found(flow({ type: "wait", config: { for: "PT1H" } }))).toEqual([]);
});

test("a flow that has promised something expects the failure of its effects, by an outcome or by taking back", () => {
  const publish = { type: "event.publish", config: { topic: "a", payload: {} } };
  const slo = { slo: { within: "PT5M", target: 0.99 } };
  expect(found(flow(publish, [], slo))).toEqual(["flow.uncaught null"]);
  expect(found(flow(publish, [], {}))).toEqual([]);
  expect(found(flow(publish, [{ from: "s", port: "error", to: "after" }], slo))).toEqual([]);
  expect(found(flow(publish, [{ from: "s", port: "compensate", to: "after" }], slo))).toEqual([]);
});

const person = (id: string, role: string, groups: string[] = []): PersonFact => ({ id, name: id, email: `${id}@halvorsen.example`, role, groups });
const people = [person("elin", "approver", ["project-office"]), person("david", "analyst", ["sales"]), person("admin", "administrator")];

test.each<[string, Step["config"], string[]]>([
  ["a role that somebody has", { assignees: { roles: ["approver"] } }, []],
  ["a group with an approver in it", { assignees: { groups: ["project-office"] } }, []],
  ["a group of people who may not decide", { assignees: { groups: ["sales"] } }, ["approve.nobody assignees"]],
  ["a group that nobody is in", { assignees: { groups: ["board"] } }, ["approve.nobody assignees"]],
  ["a person who may not decide", { assignees: { people: ["david@halvorsen.example"] } }, ["approve.nobody assignees"]],
  ["more voices than there are people", { assignees: { groups: ["project-office"] }, policy: { kind: "quorum", n: 2 } }, ["approve.too_few policy"]],
  ["a second pair of eyes of the only one", { assignees: { people: ["elin"] }, policy: { kind: "any", fourEyes: true } }, ["approve.four_eyes policy"]],
  ["somebody whom the data names", { assignees: { people: [{ $: "trigger.body.owner.email" }] } }, []],
])("an approval that asks %s", (_, config, expected) => {
  expect(found(flow({ type: "approve", config: { title: "Start?", ...config } }), { people })).toEqual(expected);
});
