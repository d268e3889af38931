/** What is done with a whole flow at once, such as tidying or copying it: ten times the steps must not take a hundred times as long. */
import { expect, test } from "vitest";
import { duplicateSteps } from "./clipboard.ts";
import type { FlowDocument } from "./document.ts";
import { tidyLayout } from "./tidy.ts";

/*  s_0 ─▶ s_1 ─▶ … with a branch in every seven  */
function chain(count: number): FlowDocument {
  const isBranch = (index: number) => index % 7 === 3;
  const steps = Array.from({ length: count }, (_, index) => ({
    id: `s_${index}`,
    type: index === 0 ? "trigger.api" : isBranch(index) ? "branch" : "map",
    config: {},
  }));
  const edges = steps.slice(1).map((step, index) => ({ from: `s_${index}`, to: step.id, ...(isBranch(index) ? { port: "no" } : {}) }));
  const layout = Object.fromEntries(steps.map((step, index): [string, [number, number]] => [step.id, [0, index * 100]]));
  return { throughline: 1, flow: { key: "large", name: "Large" }, steps, edges, layout };
}

const deeds = {
  tidied: (document: FlowDocument) => tidyLayout(document),
  duplicated: (document: FlowDocument) => duplicateSteps(document, { steps: document.steps.map((step) => step.id), notes: [] }),
};

test.each(Object.entries(deeds))("a large flow is %s without going through all of it for each step", (name, deed) => {
  deed(chain(400));
  const [small = 0, large = 0] = [400, 4_000].map((count) => Math.min(...[1, 2, 3].map(() => timed(() => deed(chain(count))))));
  console.info(`flow/large: ${name}, processor: 400 steps ${small.toFixed(1)} ms, 4,000 steps ${large.toFixed(1)} ms`);
  expect(large).toBeLessThan(small * 60);
});

function timed(work: () => unknown): number {
  // of this process alone: on a busy machine the clock says little
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
