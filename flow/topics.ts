/** Topics: who publishes them, who listens, and what their events carry, as far as the flows of the installation say. */
import type { FlowDocument, Step } from "./document.ts";
import type { Known } from "./flow-shapes.ts";
import { shapesOf } from "./flow-shapes.ts";
import { allSteps } from "./nested.ts";
import { recordOf } from "./schema-resolve.ts";
import type { Shape } from "./shape.ts";
import { either, opened } from "./shape.ts";
import { valueShape } from "./value-shape.ts";

type FlowName = { key: string; name: string };

export type TopicFact = {
  topic: string;
  publishers: FlowName[];
  /** flows that it starts, or that wait for it */
  listeners: FlowName[];
  /** what its payload is; null: no flow publishes it */
  carries: Shape | null;
};

/** `seen`: topics that came, from whomever */
export function topicsOf(flows: readonly (FlowName & { document: FlowDocument })[], seen: readonly string[], known: Known = {}): TopicFact[] {
  const facts = new Map<string, TopicFact>(seen.map((topic) => [topic, { topic, publishers: [], listeners: [], carries: null }]));
  const at = (topic: string): TopicFact => {
    const fact = facts.get(topic) ?? { topic, publishers: [], listeners: [], carries: null };
    facts.set(topic, fact);
    return fact;
  };
  for (const { key, name, document } of flows) {
    const add = (to: FlowName[]) => to.some((each) => each.key === key) || to.push({ key, name });
    for (const step of allSteps(document)) {
      const topic = topicIn(step);
      if (topic === null) continue;
      const fact = at(topic);
      add(step.type === "event.publish" ? fact.publishers : fact.listeners);
      if (step.type !== "event.publish") continue;
      const carried = valueShape(step.config.payload, shapesOf(document, known).seen(step.id));
      fact.carries = fact.carries === null ? carried : either(fact.carries, carried);
    }
  }
  return [...facts.values()].map((fact) => ({ ...fact, carries: fact.carries && opened(fact.carries) })).sort((a, b) => (a.topic < b.topic ? -1 : 1));
}

function topicIn({ type, config }: Step): string | null {
  const topic = type === "wait" ? recordOf(config.event).topic : type === "event.publish" || type === "trigger.event" ? config.topic : undefined;
  return typeof topic === "string" && topic !== "" ? topic : null;
}
