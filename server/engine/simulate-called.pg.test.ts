/** A dry run goes through the flows that it comes to: what they would write is described, what they give goes on, nothing is started. */
import { expect, test } from "vitest";
import type { FlowDocument } from "#flow/document.ts";
import { deploy, draw } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile();

const schema = { type: "object", required: ["name"], properties: { name: { type: "string", minLength: 3 } } };
const map = (name: string, $: string) => ({ type: "map", config: { fields: [{ name, value: { $ } }] } });
const post = {
  type: "http",
  delivery: "exactly-once" as const,
  config: { connection: "target", method: "POST", url: "/customer", body: { $: "trigger.body" } },
};
/** A flow that is called by its second trigger, the API. */
function called(key: string, steps: Parameters<typeof draw>[0]["steps"], edges: string[]): FlowDocument {
  const hook = { type: "trigger.webhook", config: { auth: { kind: "none" } } };
  return draw({ steps: { hook, start: { type: "trigger.api", config: { schema } }, ...steps }, edges, flow: { key } });
}
const calling = (flow: string, edges = ["start > customer", "customer > after"]) =>
  draw({
    steps: { customer: { type: "subflow", config: { flow, input: { name: { $: "trigger.body.name" } } } }, after: map("got", "steps.customer") },
    edges,
  });
const tried = (document: FlowDocument, name = "Ostara") => rig.simulate({ document, environment: "production", trigger: { body: { name } } });
type Tried = Awaited<ReturnType<typeof tried>>;
const outputOf = (run: Tried, step: string) => run.steps.find((each) => each.step === step)?.output;

test("what the called flow would write is described with the step that calls it, and what it gives goes on", async () => {
  const edges = ["start > keep", "keep > made"];
  await deploy(rig.pool, called("keeps", { keep: post, made: map("label", "trigger.body.name & ' kept'") }, edges));
  const run = await tried(calling("keeps"));
  expect(run.status).toBe("succeeded");
  expect(run.effects.map(({ step, previews }) => [step, previews.map(({ system, action }) => `${system} ${action}`)])).toEqual([
    ["customer", ["flow call", "http call"]],
  ]);
  expect(run.steps.find((each) => each.step === "customer")).toMatchObject({ status: "simulated", note: "Run keeps" });
  expect(outputOf(run, "after")).toEqual({ got: { label: "Ostara kept" } });
  expect(target.calls).toEqual([]);
  expect((await database.pool.query("select 1 from run")).rowCount).toBe(0);
});

test("a chain of flows is followed to its end", async () => {
  await deploy(rig.pool, called("inner", { made: map("label", "trigger.body.name & ' inside'") }, ["start > made"]));
  const inner = { type: "subflow", config: { flow: "inner", input: { $: "trigger.body" } } };
  await deploy(rig.pool, called("outer", { inner, made: map("label", "steps.inner.label & ', outside'") }, ["start > inner", "inner > made"]));
  expect(outputOf(await tried(calling("outer")), "after")).toEqual({ got: { label: "Ostara inside, outside" } });
});

test("what the called flow fails of is what the step fails of, and its error path catches it", async () => {
  const stop = { type: "stop", config: { outcome: "failed", code: "customer.blocked", reason: "This customer is blocked." } };
  await deploy(rig.pool, called("refuses-here", { stop }, ["start > stop"]));
  expect((await tried(calling("refuses-here"))).failure).toMatchObject({ code: "customer.blocked", message: "refuses-here: This customer is blocked." });
  const caught = await tried(calling("refuses-here", ["start > customer", "customer.error > after"]));
  expect([caught.status, outputOf(caught, "after")]).toEqual(["succeeded", { got: expect.objectContaining({ code: "customer.blocked" }) }]);
});

test("an input that it does not take, a circle and a flow that is not deployed end the dry run as far as it can be told", async () => {
  await deploy(rig.pool, called("takes-names", { made: map("label", "trigger.body.name") }, ["start > made"]));
  expect((await tried(calling("takes-names"), "x")).failure).toMatchObject({ class: "business", code: "trigger.schema" });
  const self = { type: "subflow", config: { flow: "round", input: { $: "trigger.body" } } };
  await deploy(rig.pool, called("round", { self }, ["start > self"]));
  // which record it would be is promised, by the step that this flow knows
  expect(outputOf(await tried(calling("round")), "after")).toEqual({ got: { $new: "customer" } });
  expect(outputOf(await tried(calling("no-such-flow")), "after")).toEqual({ got: { $new: "customer" } });
});
