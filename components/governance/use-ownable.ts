import { useQuery } from "@tanstack/react-query";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import type { ComboboxOption } from "#components/ui/combobox.tsx";
import { fieldsOf } from "#flow/contract/fields.ts";
import { inForce } from "./words.ts";

const FIVE_MINUTES = 300_000;

/** What can be owned: models and fields of the first Odoo of this environment, or contracts and their fields. Names can be typed where none answers. */
export function useOwnable({ environment, kind, name }: { environment: string; kind: "model" | "contract"; name: string }): {
  objects: ComboboxOption[];
  fields: ComboboxOption[];
} {
  const trpc = useTRPC();
  const actor = useActor();
  const isModel = kind === "model";
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: isModel && can(actor, "connection.read") }));
  const connection = connections.data?.find((each) => each.kind === "odoo")?.key ?? "";
  const remembered = { staleTime: FIVE_MINUTES, retry: false };
  const models = useQuery(trpc.odoo.models.queryOptions({ environment, connection }, { ...remembered, enabled: isModel && connection !== "" }));
  const ofModel = useQuery(
    trpc.odoo.fields.queryOptions({ environment, connection, model: name }, { ...remembered, enabled: isModel && connection !== "" && name !== "" }),
  );
  const contracts = useQuery(trpc.governance.contracts.queryOptions(undefined, { enabled: !isModel }));
  const contract = useQuery(trpc.governance.contract.queryOptions({ key: name }, { enabled: !isModel && name !== "", retry: false }));
  if (isModel)
    return {
      objects: (models.data ?? []).map((each) => ({ value: each.model, label: each.label, hint: each.model })),
      fields: (ofModel.data ?? []).map((each) => ({ value: each.name, label: each.label, hint: each.name })),
    };
  const schema = inForce(contract.data?.versions ?? [])?.schema;
  return {
    objects: (contracts.data ?? []).map((each) => ({ value: each.key, label: each.name, hint: each.key })),
    fields: schema === undefined ? [] : fieldsOf(schema).flatMap((each) => (each.depth === 0 ? [{ value: each.name, label: each.name }] : [])),
  };
}
