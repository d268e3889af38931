"use client";

import { useState } from "react";
import { Note } from "#components/ui/note.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { Json, Step } from "#flow/document.ts";
import { findStep } from "#flow/steps/index.ts";
import { OdooWatch } from "../odoo-watch/coverage.tsx";
import { usePanel } from "./panel-context.tsx";
import { ProblemLines } from "./setting.tsx";
import { SettingEditor } from "./setting-editor.tsx";

/** The settings of a step, as its type describes them: in the inspector, and in the wide panel between input and output. */
export function StepSettings({ onChange }: { onChange: (step: Step, burst: string) => void }) {
  "use memo";
  const { environment, document, step, problems, canEdit } = usePanel();
  const definition = findStep(step.type);
  const [way, setWay] = useState<string | null>(null);
  const setConfig = (key: string, value: Json | undefined) => {
    const { [key]: _, ...rest } = step.config;
    onChange({ ...step, config: value === undefined ? rest : { ...step.config, [key]: value } }, key);
  };
  const { oneOf } = definition ?? {};
  // what was chosen stands when it is emptied
  const given = oneOf && (oneOf.ways.find((way) => step.config[way.key] !== undefined)?.key ?? way ?? oneOf.ways[0]?.key);
  const without = oneOf?.ways.find((each) => each.key === given)?.without ?? [];
  const fields = (definition?.fields ?? []).filter(
    (hint) =>
      !without.includes(hint.key) &&
      (!hint.when || step.config[hint.when.key] === hint.when.is) &&
      (!oneOf?.ways.some((each) => each.key === hint.key) || hint.key === given || step.config[hint.key] !== undefined),
  );
  const choose = (key: string) => {
    setWay(key);
    const chosen = oneOf?.ways.find((each) => each.key === key);
    if (!oneOf || !chosen) return;
    const others = Object.entries(step.config).filter(([name]) => !oneOf.ways.some((each) => each.key === name) && !chosen.without?.includes(name));
    onChange({ ...step, config: { ...Object.fromEntries(others), [key]: chosen.blank } }, key);
  };
  const unplaced = problems.filter(
    (problem) => problem.field === null || !fields.some((hint) => problem.field === hint.key || problem.field?.startsWith(`${hint.key}.`)),
  );

  if (!definition) return <Note tone="danger">This installation has no step type {step.type}. Replace the step, or update the installation.</Note>;
  return (
    <>
      <p className="text-12 text-ink-3">{definition.description}</p>
      <ProblemLines problems={unplaced} />
      {oneOf && given && (
        <Segmented
          label={oneOf.label}
          size="md"
          className="self-start"
          disabled={!canEdit}
          value={given}
          onChange={choose}
          options={oneOf.ways.map((each) => ({ value: each.key, label: each.label }))}
        />
      )}
      {fields.map((hint) => (
        <SettingEditor key={hint.key} hint={hint} value={step.config[hint.key]} onChange={(value) => setConfig(hint.key, value)} />
      ))}
      {step.type === "trigger.odoo" && <OdooWatch environment={environment} flow={document.flow.key} step={step.id} />}
    </>
  );
}
