"use client";

import type { TopicFact } from "#flow/topics.ts";
import { ChoiceSetting, chosenIn } from "./choice-setting.tsx";
import { useOtherFlows } from "./use-other-flows.ts";
import { type EditorProps, usePanel } from "./panel-context.tsx";

type Words = { required?: boolean | undefined; help?: string | undefined; placeholder?: string | undefined };

/** flows that are told by name */
const MOST_NAMES = 3;

/** A topic by its name, of those that are published, heard or were seen here; a new one is written. */
export function TopicEditor({ path, label, value, onChange, required, help, placeholder }: EditorProps & Words) {
  const { environment, step, document } = usePanel();
  const { topics } = useOtherFlows(environment);
  const chosen = chosenIn(value);
  const fact = topics?.find((each) => each.topic === chosen);
  const others = (flows: TopicFact["publishers"]) => flows.filter(({ key }) => key !== document.flow.key).map(({ name }) => name);
  const isPublishing = step.type === "event.publish";
  const said = !chosen || !topics ? (help ?? null) : isPublishing ? listening(others(fact?.listeners ?? [])) : publishing(others(fact?.publishers ?? []), fact);
  return (
    <ChoiceSetting
      path={path}
      label={label}
      required={required}
      allowOther
      value={chosen}
      options={(topics ?? []).map((each) => ({ value: each.topic, label: each.topic, hint: hintOf(each) }))}
      placeholder={placeholder ?? "invoice.paid"}
      empty="A topic that nobody has used here: taken as it is written"
      onChange={(next) => onChange(next ?? "")}
    >
      {said && <p className="text-12 text-ink-3">{said}</p>}
    </ChoiceSetting>
  );
}

function hintOf({ publishers, listeners }: TopicFact): string {
  if (publishers.length > 0) return `by ${namesOf(publishers.map(({ name }) => name))}`;
  return listeners.length > 0 ? `for ${namesOf(listeners.map(({ name }) => name))}` : "from outside";
}

function listening(names: readonly string[]): string {
  return names.length > 0 ? `Heard by ${namesOf(names)}.` : "No other flow listens to it yet.";
}

function publishing(names: readonly string[], fact: TopicFact | undefined): string {
  if (names.length > 0) return `Published by ${namesOf(names)}.`;
  return fact ? "No other flow publishes it; it may come from outside." : "Nobody has published it here yet; it may come from outside.";
}

function namesOf(names: readonly string[]): string {
  const left = names.length - MOST_NAMES;
  return left > 0 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${left} more` : names.join(", ");
}
