import { expect, test } from "vitest";
import { parseFlowFile, writeYaml } from "./flow-file.ts";

const flow = { throughline: 1, flow: { key: "a-flow", name: "A flow" }, steps: [], edges: [] };

test("a flow file is read as JSON or as YAML, by its name", async () => {
  expect(await parseFlowFile({ name: "a.flow.json", text: JSON.stringify(flow) })).toMatchObject({ ok: true, document: { flow: { key: "a-flow" } } });
  expect(await parseFlowFile({ name: "a.yaml", text: "throughline: 1\nflow: { key: a-flow, name: A flow }\nsteps: []\nedges: []\n" })).toMatchObject({
    ok: true,
  });
});

test("a file that is no flow says what is wrong, and where", async () => {
  const broken = await parseFlowFile({ name: "a.json", text: "{ not json" });
  expect(broken).toMatchObject({ ok: false });
  expect(broken.ok ? "" : broken.problems[0]).toContain("a.json is not JSON");
  const future = await parseFlowFile({ name: "a.json", text: JSON.stringify({ ...flow, throughline: 2 }) });
  expect(future.ok ? "" : future.problems[0]).toBe(
    "The flow was written for format 2; this installation reads format 1. Update the installation, or export the flow from an older one.",
  );
  const wrong = await parseFlowFile({ name: "a.json", text: JSON.stringify({ ...flow, flow: { key: "A Flow!", name: "x" } }) });
  expect(wrong.ok ? "" : wrong.problems.join()).toContain("flow.key");
});

const said = async (text: string, name = "a.json") => {
  const read = await parseFlowFile({ name, text });
  return read.ok ? [] : read.problems;
};

test("what is no flow at all is called what it is", async () => {
  expect(await said("")).toEqual(["a.json is empty."]);
  expect(await said("[]")).toEqual(["This is no flow file: it is a list."]);
  expect(await said('{"nodes":[],"connections":{}}')).toEqual(["This is no flow file: it looks like a workflow of n8n."]);
  expect(await said('{"name":"x"}')).toEqual(["This is no flow file: it has no “throughline” and no steps."]);
  expect(await said(`"${"x".repeat(1_000_001)}"`)).toEqual(["a.json has 1.0 million characters; a flow file has at most one."]);
  expect(await said("flow: { key: a\nsteps: [", "a.yaml")).toEqual([expect.stringMatching(/^a\.yaml is not YAML: [^\n]+ at line \d+, column \d+\.$/)]);
});

test("a place is told with its step and in words", async () => {
  const step = { id: "tell", type: "notify", config: [], bogus: 1 };
  expect(await said(JSON.stringify({ ...flow, steps: [step], edges: undefined }))).toEqual([
    "steps.0.config (step tell): must be an object, and is a list.",
    "steps.0 (step tell): nothing is called bogus there.",
    "edges: is missing.",
  ]);
  expect(await said(JSON.stringify({ ...flow, steps: Array(30).fill({ id: "A" }) }))).toHaveLength(9);
});

test("no key of a file reaches beyond the flow that it describes", async () => {
  expect(await said('{"throughline":1,"flow":{"key":"a","name":"A"},"steps":[],"edges":[],"__proto__":{"isAdmin":true},"constructor":{}}')).toEqual([
    "The file: nothing is called __proto__, constructor there.",
  ]);
  expect("isAdmin" in {}).toBe(false);
});

test("a file in which two steps have one id is refused, in a body too", async () => {
  const body = { steps: [{ id: "a", type: "map", config: {} }], edges: [] };
  const steps = [
    { id: "a", type: "trigger.api", config: {} },
    { id: "all", type: "each", config: { items: { $: "trigger.rows" }, body } },
  ];
  expect(await said(JSON.stringify({ ...flow, steps }))).toEqual(["Two steps have the id a. Give one of them another id, and its edges too."]);
});

test("what is written as YAML is read again as the same flow, also texts that look like something else", async () => {
  const text = "yes: no # not a comment\n- 007";
  const document = {
    ...flow,
    throughline: 1 as const,
    steps: [{ id: "start", type: "trigger.api", name: text, config: { note: "null", at: "2026-11-29", big: "1e3" } }],
  };
  const written = await writeYaml(document);
  expect(written.startsWith("edges:")).toBe(true);
  expect(await parseFlowFile({ name: "a.flow.yaml", text: written })).toEqual({ ok: true, document });
});
