"use client";

import type { Json } from "#flow/document.ts";
import { isRecord } from "./json.ts";
import type { EditorProps } from "./panel-context.tsx";
import { useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { TopicEditor } from "./topic-editor.tsx";
import { ValueControl } from "./value-control.tsx";

/** The event that a run waits for: its topic, how it is recognised, and until when. */
export function AwaitedEventEditor({ path, label, value, onChange }: EditorProps) {
  const held = isRecord(value) ? value : {};
  const set = (key: string, next: Json | undefined) => {
    const { [key]: _, ...rest } = held;
    onChange(next === undefined || next === "" ? rest : { ...rest, [key]: next });
  };
  return (
    <SettingGroup path={path} label={label} help="What other systems or flows publish.">
      <TopicEditor path={`${path}.topic`} label="Topic" required value={held.topic} onChange={(next) => set("topic", next)} />
      <ValueControl
        always
        live={false}
        path={`${path}.match`}
        label="Which one"
        literal={{ kind: "text" }}
        placeholder="event.body.order = trigger.body.order"
        help="A condition over event, or a value that the event's key must be. Empty: the first one of the topic."
        value={held.match}
        onChange={(next) => set("match", next)}
      />
      <ValueControl
        path={`${path}.timeout`}
        label="No longer than"
        literal={{ kind: "text" }}
        placeholder="P2D"
        help="Then the step leaves by timeout. Empty: it waits for ever."
        value={held.timeout}
        onChange={(next) => set("timeout", next)}
      />
      <ProblemLines problems={useProblemsAt(path)} />
    </SettingGroup>
  );
}
