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
  expect(future.ok ? "" : future.problems[0]).toContain("throughline");
  const wrong = await parseFlowFile({ name: "a.json", text: JSON.stringify({ ...flow, flow: { key: "A Flow!", name: "x" } }) });
  expect(wrong.ok ? "" : wrong.problems.join()).toContain("flow.key");
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
