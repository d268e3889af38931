"use client";

import { contractRef } from "#flow/contract/reference.ts";
import type { Json } from "#flow/document.ts";
import { exampleOf } from "#flow/schema-example.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { useContracts } from "../panel/use-contracts.ts";

/** A body that fits a contract, to begin with and to change. */
export function ContractExample({ onTake }: { onTake: (example: { name: string; body: Json }) => void }) {
  const { contracts } = useContracts(null);
  if (contracts.length === 0) return null;
  return (
    <Combobox
      label="Make it from a contract"
      className="w-60"
      value={null}
      options={contracts.map((each) => ({ value: contractRef(each), label: each.name, hint: contractRef(each) }))}
      placeholder="Make it from a contract"
      empty="No contract fits"
      onChange={(ref) => {
        const contract = contracts.find((each) => contractRef(each) === ref);
        if (contract) onTake({ name: contract.name, body: exampleOf(contract.schema, contract.name) });
      }}
    />
  );
}
