"use client";

import { useState } from "react";
import { contractRef, readContractId } from "#flow/contract/reference.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { isRecord } from "./json.ts";
import { useContracts } from "./use-contracts.ts";
import { type EditorProps, usePanel } from "./panel-context.tsx";
import { ValueControl } from "./value-control.tsx";

type SchemaEditorProps = EditorProps & { required?: boolean; help?: string; placeholder?: string };

/** A JSON Schema: written down, or taken from a contract. What is taken says whose it is, and stays what it was when the contract moves on. */
export function SchemaEditor(q: SchemaEditorProps) {
  const { canEdit } = usePanel();
  // the text is the person's own while it is typed; what is taken from a contract replaces it
  const [taken, setTaken] = useState(0);
  const named = isRecord(q.value) ? readContractId(q.value.$id) : null;
  const chosen = named === null ? null : contractRef(named);
  const { contracts } = useContracts(chosen);
  return (
    <div className="flex flex-col gap-1.5">
      <ValueControl key={taken} {...q} literal={{ kind: "json" }} />
      <Combobox
        label="Take the schema of a contract"
        disabled={!canEdit}
        value={chosen}
        options={contracts.map((each) => ({ value: contractRef(each), label: each.name, hint: contractRef(each) }))}
        placeholder="Take the schema of a contract"
        empty="No contract fits"
        onChange={(ref) => {
          const contract = contracts.find((each) => contractRef(each) === ref);
          if (!contract) return;
          q.onChange(contract.schema);
          setTaken(taken + 1);
        }}
      />
    </div>
  );
}
