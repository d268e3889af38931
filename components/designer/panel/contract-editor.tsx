"use client";

import { contractRef } from "#flow/contract/reference.ts";
import { ChoiceSetting, chosenIn } from "./choice-setting.tsx";
import { useContracts } from "./use-contracts.ts";
import type { EditorProps } from "./panel-context.tsx";

/** A version of a contract, by its name; none where the list is emptied. */
export function ContractEditor({ path, label, value, onChange, help }: EditorProps & { help?: string }) {
  const chosen = chosenIn(value);
  const { contracts, failure } = useContracts(chosen);
  return (
    <ChoiceSetting
      path={path}
      label={label}
      hint={chosen ?? undefined}
      value={chosen}
      options={contracts.map((each) => ({ value: contractRef(each), label: each.name, hint: contractRef(each) }))}
      placeholder="None"
      empty="No contract fits"
      onChange={(ref) => onChange(ref ?? undefined)}
    >
      {help && <p className="text-12 text-ink-3">{help}</p>}
      {failure !== null && <p className="text-12 text-warn-text">The contracts could not be read: {failure}</p>}
    </ChoiceSetting>
  );
}
