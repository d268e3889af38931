"use client";

import { useId } from "react";
import { contractRef } from "#flow/contract/reference.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { useContracts } from "./use-contracts.ts";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingLabel } from "./setting.tsx";

/** A version of a contract, by its name; none where the list is emptied. */
export function ContractEditor({ path, label, value, onChange, help }: EditorProps & { help?: string }) {
  const id = useId();
  const { canEdit } = usePanel();
  const chosen = typeof value === "string" && value !== "" ? value : null;
  const { contracts, failure } = useContracts(chosen);
  return (
    <div data-field={path} className="flex flex-col gap-1">
      <SettingLabel htmlFor={id} label={label} hint={chosen ?? undefined} />
      <Combobox
        id={id}
        label={label}
        disabled={!canEdit}
        value={chosen}
        options={contracts.map((each) => ({ value: contractRef(each), label: each.name, hint: contractRef(each) }))}
        placeholder="None"
        empty="No contract fits"
        onChange={(ref) => onChange(ref ?? undefined)}
      />
      {help && <p className="text-12 text-ink-3">{help}</p>}
      {failure !== null && <p className="text-12 text-warn-text">The contracts could not be read: {failure}</p>}
      <ProblemLines problems={useProblemsAt(path)} />
    </div>
  );
}
