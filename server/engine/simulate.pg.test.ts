/** The designer's dry run and the worker read a step the same way: whoever tries a flow out sees what its runs will do. */
import { describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { draw, runIn, stepsOf } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { rig } = await engineOfFile();

type Drawn = Parameters<typeof draw>[0];

/** The same flow with the same body, tried out and really run. */
async function both(q: { drawn: Drawn; body: Json; status: "succeeded" | "failed" }) {
  const document = draw(q.drawn);
  const dry = await rig.simulate({ document, environment: "production", trigger: { body: q.body } });
  const runId = await rig.started(document, q.body);
  const run = await runIn(rig.pool, { id: runId, status: q.status });
  return { dry, run, steps: await stepsOf(rig.pool, runId) };
}

describe("what fails a run fails its dry run with the same words", () => {
  const upsert = (key: string) => ({
    type: "odoo.upsert",
    config: { connection: "odoo", model: "res.partner", match: { kind: "external-id", key: { $: key } }, values: { name: "Acme" } },
  });
  const http = (config: { [key: string]: Json }) => ({ type: "http", config: { connection: "target", method: "POST", url: "/orders", ...config } });
  const branch = (when: string) => ({ type: "branch", config: { cases: [{ port: "big", when: { $: when } }], else: "small" } });

  test.each<{ what: string; step: Drawn["steps"][string]; code: string }>([
    { what: "a key without its data", step: upsert("'crm_' & trigger.body.missing"), code: "expression.key_operand_missing" },
    { what: "a key that is not a single value", step: upsert("'crm_' & trigger.body.lines"), code: "expression.key_operand_missing" },
    { what: "a condition that gives nothing", step: branch("trigger.body.missing > 100"), code: "expression.not_boolean" },
    { what: "a config that does not fit", step: http({ method: "FETCH" }), code: "step.config" },
    { what: "data that does not fit", step: http({ url: { $: "trigger.body.lines" } }), code: "step.input" },
    { what: "an expression that cannot be computed", step: http({ body: { $: "$number('twelve')" } }), code: "expression.failed" },
  ])("$what", async ({ step, code }) => {
    const { dry, run, steps } = await both({ drawn: { steps: { it: step }, edges: ["start > it"] }, body: { lines: [1, 2] }, status: "failed" });
    expect(dry.failure).toMatchObject({ code, where: { step: "it" } });
    expect(steps.at(-1)?.failure).toEqual(dry.failure);
    expect(run.failure).toMatchObject({ code, message: dry.failure?.message });
  });
});

describe("what a run computes, its dry run computes", () => {
  test.each(["'SO-' & trigger.body.n", "'  SO-7 '", "trigger.body.n", "trigger.body.missing", "$error('no key')"])("the business key %s", async (key) => {
    const drawn = {
      steps: { seen: { type: "map", config: { fields: [{ name: "key", value: { $: "run.businessKey" } }] } } },
      edges: ["start > seen"],
      flow: { businessKey: { $: key } },
    };
    const { dry, steps } = await both({ drawn, body: { n: 7 }, status: "succeeded" });
    expect(dry.steps.find((each) => each.step === "seen")?.output).toEqual(steps.at(-1)?.output);
  });
});
