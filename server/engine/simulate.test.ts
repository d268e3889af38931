import { describe, expect, test } from "vitest";
import { effectKey } from "#flow/effect-key.ts";
import { chain, flow, ports, run, simulator, step, trigger, written } from "../testing/simulator.ts";

describe("a dry run", () => {
  // t ─▶ cust ─▶ proj
  test("describes effects in order, and later steps see records that do not exist yet as new", async () => {
    const document = chain(step("cust", "write", { name: "Acme" }), step("proj", "write", { partner: { $: "steps.cust.id" }, region: { $: "vars.region" } }));
    const result = await simulator()({ ...run, document });
    expect(result.status).toBe("succeeded");
    expect(result.steps.map((each) => [each.step, each.status])).toEqual([
      ["t", "succeeded"],
      ["cust", "simulated"],
      ["proj", "simulated"],
    ]);
    expect(result.effects.map((each) => each.step)).toEqual(["cust", "proj"]);
    expect(result.effects[1]?.previews[0]?.fields).toEqual([
      { name: "partner", label: "partner", before: null, after: { $new: "cust" } },
      { name: "region", label: "region", before: null, after: "north" },
    ]);
    expect(written).toEqual([]);
  });

  //        ┌large─▶ a
  // t ─▶ p ┤
  //        └normal─▶ b ─▶ c
  test("takes what is pinned of a step, and leaves by its port; the step that it goes up to is executed all the same", async () => {
    const document = flow(
      [
        step("p", "pick", { large: { $: "trigger.body.large" } }),
        step("a", "same"),
        step("b", "write", { name: "Acme" }),
        step("c", "same", { id: { $: "steps.b.id" } }),
      ],
      [
        { from: "t", to: "p" },
        { from: "p", port: "large", to: "a" },
        { from: "p", port: "normal", to: "b" },
        { from: "b", to: "c" },
      ],
    );
    const pins = { p: { port: "normal", output: null }, b: { port: "out", output: { id: 412 } }, c: { port: "out", output: "old" } };
    const result = await simulator()({ ...run, document, pins, until: "c" });
    expect(result.steps.slice(1).map((each) => [each.step, each.port, each.output, each.isPinned ?? false])).toEqual([
      ["p", "normal", null, true],
      ["b", "out", { id: 412 }, true],
      ["c", "out", { id: 412 }, false],
    ]);
    expect(result.effects).toEqual([]);
  });

  //        ┌large─▶ a
  // t ─▶ p ┤
  //        └normal─▶ b
  test("really executes pure steps and names what is not reached", async () => {
    const document = flow(
      [step("p", "pick", { large: { $: "trigger.body.large" } }), step("a", "same", { n: { $: "trigger.body.amount" } }), step("b", "same")],
      [
        { from: "t", to: "p" },
        { from: "p", port: "large", to: "a" },
        { from: "p", port: "normal", to: "b" },
      ],
    );
    const result = await simulator()({ ...run, document });
    expect(result.steps.map((each) => [each.step, each.status, each.port])).toEqual([
      ["t", "succeeded", "out"],
      ["p", "succeeded", "large"],
      ["a", "succeeded", "out"],
      ["b", "skipped", null],
    ]);
    expect(result.steps[2]?.output).toEqual({ n: 3 });
    expect(result.steps.every((each) => each.milliseconds >= 0)).toBe(true);
  });

  test("stops after the step that is asked for", async () => {
    const result = await simulator()({ ...run, document: chain(step("a", "same"), step("b", "same")), until: "a" });
    expect(result.steps.map((each) => each.step)).toEqual(["t", "a"]);
    expect(result.status).toBe("succeeded");
  });

  test("a flow without a trigger says so", async () => {
    const result = await simulator()({ ...run, document: { ...chain(), steps: [step("a", "same")] } });
    expect(result.failure?.code).toBe("flow.no_trigger");
  });
});

describe("waits", () => {
  const asked = flow(
    [step("a", "ask"), step("yes", "write"), step("no", "same"), step("m", "same")],
    [
      { from: "t", to: "m" },
      { from: "m", to: "a" },
      { from: "a", port: "approved", to: "yes" },
      { from: "a", port: "rejected", to: "no" },
      { from: "a", port: "changes", to: "m", rework: true },
    ],
  );
  const path = (result: Awaited<ReturnType<ReturnType<typeof simulator>>>) => result.steps.filter((each) => each.status !== "skipped").map((each) => each.step);

  test("approvals are taken as approved unless another outcome is asked for", async () => {
    expect(path(await simulator()({ ...run, document: asked }))).toEqual(["t", "m", "a", "yes"]);
    expect(path(await simulator()({ ...run, document: asked, outcomes: { a: "rejected" } }))).toEqual(["t", "m", "a", "no"]);
  });

  test("asking for changes goes round once and is then approved", async () => {
    expect(path(await simulator()({ ...run, document: asked, outcomes: { a: "changes" } }))).toEqual(["t", "m", "a", "m", "a", "yes"]);
  });

  test("timers pass at once, and stop a dry run that ends at the next wait", async () => {
    const document = chain(step("w", "later"), step("b", "same"));
    expect((await simulator()({ ...run, document })).steps.map((each) => each.step)).toEqual(["t", "w", "b"]);
    const stopped = await simulator()({ ...run, document, stopAtWait: true });
    expect(stopped.status).toBe("waiting");
    expect(stopped.steps.at(-1)).toMatchObject({ step: "w", status: "waiting" });
  });

  test("awaited events are taken as come, or as not come in time where that is asked about", async () => {
    const document = flow(
      [step("w", "hear"), step("came", "same"), step("late", "same")],
      [
        { from: "t", to: "w" },
        { from: "w", to: "came" },
        { from: "w", port: "timeout", to: "late" },
      ],
    );
    expect(path(await simulator()({ ...run, document }))).toEqual(["t", "w", "came"]);
    expect(path(await simulator()({ ...run, document, outcomes: { w: "timeout" } }))).toEqual(["t", "w", "late"]);
    expect((await simulator()({ ...run, document, stopAtWait: true })).status).toBe("waiting");
  });

  test("continues a recorded run from its open approval up to the next wait", async () => {
    const document = flow(
      [step("a", "ask"), step("cust", "write", { name: { $: "steps.m.name" } }), step("b", "ask"), step("after", "write"), step("m", "same")],
      [
        { from: "t", to: "m" },
        { from: "m", to: "a" },
        { from: "a", port: "approved", to: "cust" },
        { from: "cust", to: "b" },
        { from: "b", port: "approved", to: "after" },
      ],
    );
    const result = await simulator()({
      ...run,
      document,
      history: [
        { step: "t", visit: 1, status: "succeeded", port: "out", output: trigger },
        { step: "m", visit: 1, status: "succeeded", port: "out", output: { name: "Recorded" } },
        { step: "a", visit: 1, status: "waiting", port: "out", output: null },
      ],
      outcomes: { a: "approved" },
      stopAtWait: true,
    });
    expect(result.status).toBe("waiting");
    expect(result.steps.filter((each) => each.status !== "skipped").map((each) => each.step)).toEqual(["cust", "b"]);
    expect(result.effects.flatMap((each) => each.previews.flatMap((preview) => preview.fields.map((field) => field.after)))).toEqual(["Recorded"]);
  });
});

describe("trouble", () => {
  test("a failure is data, with the step where it happened", async () => {
    const result = await simulator()({ ...run, document: chain(step("x", "broken"), step("b", "same")) });
    expect(result).toMatchObject({ status: "failed", failure: { code: "test.rule", where: { step: "x" } } });
    expect(result.steps.find((each) => each.step === "x")).toMatchObject({ status: "failed", failure: { message: "The rule says no." } });
  });

  test("a wired error path is taken, with the failure as its output", async () => {
    const document = flow(
      [step("x", "broken"), step("b", "same", { code: { $: "steps.x.code" } })],
      [
        { from: "t", to: "x" },
        { from: "x", port: "error", to: "b" },
      ],
    );
    const result = await simulator()({ ...run, document });
    expect(result.status).toBe("succeeded");
    expect(result.steps.find((each) => each.step === "b")?.output).toEqual({ code: "test.rule" });
  });

  test("a bug, an unknown type and a step that hangs end the dry run with a sentence", async () => {
    const limits = { stepMilliseconds: 20 };
    expect((await simulator()({ ...run, document: chain(step("x", "bug")) })).failure?.code).toBe("step.internal");
    expect((await simulator()({ ...run, document: chain(step("x", "nowhere")) })).failure?.code).toBe("flow.step_type_unknown");
    expect((await simulator({ limits })({ ...run, document: chain(step("x", "stuck")) })).failure?.code).toBe("step.timeout");
  });

  test("nothing can be written, even by a step that tries", async () => {
    const result = await simulator()({ ...run, document: chain(step("x", "sneaky")) });
    expect(result.failure?.code).toBe("simulate.write");
    expect(written).toEqual([]);
  });

  test("inputs that only wait for a new record are not an error; wrong inputs are", async () => {
    const waits = await simulator()({ ...run, document: chain(step("cust", "write"), step("n", "number", { id: { $: "steps.cust.id" } })) });
    expect(waits.steps.at(-1)).toMatchObject({ step: "n", status: "simulated", note: expect.stringContaining("does not exist yet") });
    const wrong = await simulator()({ ...run, document: chain(step("n", "number", { id: "x" })) });
    expect(wrong.failure?.code).toBe("step.input");
  });

  test("a key that names a record which does not exist yet is not an error; a key whose data is missing is", async () => {
    const keyed = (key: string) => step("k", "keyed", { match: { kind: "external-id", key: { $: key } } });
    const waits = await simulator()({ ...run, document: chain(step("cust", "write"), keyed("'cust_' & steps.cust.id")) });
    expect(waits.steps.at(-1)).toMatchObject({ step: "k", status: "simulated", note: expect.stringContaining("does not exist yet") });
    const missing = await simulator()({ ...run, document: chain(step("cust", "write"), keyed("'cust_' & trigger.body.nothing")) });
    expect(missing.failure).toMatchObject({ code: "expression.key_operand_missing", where: { step: "k" } });
  });

  test("a condition whose data is missing is an error, never a no", async () => {
    const result = await simulator()({ ...run, document: chain(step("k", "keyed", { when: { $: "trigger.body.nothing > 3" } })) });
    expect(result.failure).toMatchObject({ code: "expression.not_boolean", where: { step: "k" } });
  });

  test("an effect is looked for under the key that the engine gives it", async () => {
    const keys: string[] = [];
    const looking = ports();
    const preview: typeof looking.odoo.preview = async (call, options) => {
      if ("externalId" in call && typeof call.externalId === "string") keys.push(call.externalId);
      return looking.odoo.preview(call, options);
    };
    const recorded = { id: "r", origin: "SO-7", flowId: "flow-1", seed: "s", correlationId: "c", startedAt: "2026-01-01T00:00:00.000Z" };
    const simulate = simulator({ portsFor: () => ({ ...looking, odoo: { ...looking.odoo, preview } }) });
    await simulate({ ...run, document: chain(step("cust", "write")), run: recorded });
    expect(keys).toEqual([
      effectKey({ installation: "here", environment: "test", flowId: "flow-1", origin: "SO-7", step: step("cust", "write"), visit: 1, hasVisit: false }),
    ]);
  });

  test("what Odoo cannot tell is carried in the preview", async () => {
    const result = await simulator({ portsFor: () => ports("Odoo does not answer.") })({ ...run, document: chain(step("cust", "write")) });
    expect(result.effects[0]?.previews[0]?.unread).toBe("Odoo does not answer.");
  });

  test("a loop without end is stopped by steps, by time and by rework", async () => {
    const loop = flow(
      [step("m", "same"), step("p", "pick", { large: true })],
      [
        { from: "t", to: "m" },
        { from: "m", to: "p" },
        { from: "p", port: "large", to: "m", rework: true },
      ],
    );
    expect((await simulator({ limits: { steps: 7, rework: 1000 } })({ ...run, document: loop })).failure?.code).toBe("simulate.limit");
    expect((await simulator({ limits: { milliseconds: 30, rework: 1000 } })({ ...run, document: loop })).failure?.code).toBe("simulate.limit");
    const reworked = await simulator({ limits: { rework: 3 } })({ ...run, document: loop });
    expect(reworked.status).toBe("failed");
    expect(reworked.failure?.kind).toBe("limit");
  });
});
