/** Problems are looked for after every edit, also of a thousand steps: what did not change must cost next to nothing. */
import { expect, test } from "vitest";
import { FlowDocument } from "./document.ts";
import { updateStep } from "./edit.ts";
import { validate } from "./validate.ts";

const STEPS = 1_000;

/*  t ─▶ s1 ─▶ s2 ─▶ … with a step in five that goes round the next one  */
function large(): FlowDocument {
  const steps = Array.from({ length: STEPS }, (_, index) => {
    const before = `steps.s${index - 1}`;
    if (index === 0) return { id: "s0", type: "trigger.api", config: {} };
    if (index % 7 === 0)
      return { id: `s${index}`, type: "http", config: { method: "GET", url: { $: `'https://x.example/' & ${index === 1 ? "trigger.body" : before}.a` } } };
    const fields = [
      { name: "a", value: { $: index === 1 ? "$number(trigger.body.amount)" : `$number(${before}.a) + 1` } },
      { name: "b", value: { $: `{ 'name': trigger.body.name, 'at': $now() }` } },
    ];
    return { id: `s${index}`, type: "map", config: { fields } };
  });
  const edges = steps
    .slice(1)
    .flatMap((step, index) => [{ from: `s${index}`, to: step.id }, ...(index % 5 === 0 && index > 1 ? [{ from: `s${index - 2}`, to: step.id }] : [])]);
  return FlowDocument.parse({ throughline: 1, flow: { key: "large", name: "Large" }, steps, edges });
}

test("one edit in a thousand steps is checked in a fraction of a look at all of them, with the same answer", () => {
  let document = large();
  const first = timed(() => validate(document));
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const id = `s${100 + round * 80}`;
    const step = document.steps.find((each) => each.id === id);
    if (!step) throw new Error(id);
    document = updateStep(document, { ...step, config: { fields: [{ name: "a", value: { $: `trigger.body.amount + ${round}` } }] } });
    times.push(timed(() => validate(document)));
  }
  const median = times.toSorted((a, b) => a - b)[4] ?? 0;
  console.info(`flow/validate: ${STEPS} steps: processor ${first.toFixed(0)} ms, after one edit ${median.toFixed(1)} ms`);
  expect(validate(document)).toEqual(validate(structuredClone(document)));
  // no figure of a busy machine: only that most of the work is not done again
  expect(median).toBeLessThan(first / 2);
});

function timed(work: () => unknown): number {
  // of this process alone: on a busy machine the clock says little
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
