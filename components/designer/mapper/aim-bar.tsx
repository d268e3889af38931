"use client";

import { useQuery } from "@tanstack/react-query";
import { contractRef } from "#flow/contract/reference.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { useContracts } from "../panel/use-contracts.ts";
import { usePanel } from "../panel/panel-context.tsx";
import styles from "./aim-bar.module.css";
import type { Aim } from "./use-aim.ts";

const KINDS = [
  { value: "free" as const, label: "Free" },
  { value: "contract" as const, label: "Contract" },
  { value: "model" as const, label: "Odoo model" },
];
const FIVE_MINUTES = 300_000;

/** Above the fields of a Map step: whose fields they are. What is mapped already stays. */
export function AimBar({ aim, onChange }: { aim: Aim; onChange: (aim: Aim) => void }) {
  const { canEdit, environment } = usePanel();
  const trpc = useTRPC();
  const { contracts } = useContracts(aim.kind === "contract" ? aim.ref : null);
  const connections = useQuery(trpc.connections.list.queryOptions({ environment }, { enabled: aim.kind === "model" }));
  const odoos = (connections.data ?? []).filter((each) => each.kind === "odoo");
  const connection = aim.kind === "model" ? aim.connection : "";
  const models = useQuery(trpc.odoo.models.queryOptions({ environment, connection }, { enabled: connection !== "", staleTime: FIVE_MINUTES, retry: false }));
  return (
    <div className={styles.bar}>
      <span className="text-12 text-ink-2">Made for</span>
      <Segmented
        label="What it is made for"
        value={aim.kind}
        options={KINDS}
        disabled={!canEdit}
        onChange={(kind) => onChange(kind === "free" ? { kind } : kind === "contract" ? { kind, ref: "" } : { kind, connection: "odoo", model: "" })}
      />
      {aim.kind === "contract" && (
        <Combobox
          label="Contract"
          className="w-64"
          disabled={!canEdit}
          value={aim.ref === "" ? null : aim.ref}
          options={contracts.map((each) => ({
            value: contractRef(each),
            label: each.name,
            hint: `${contractRef(each)}${each.state === "active" ? "" : ` · ${each.state}`}`,
          }))}
          placeholder="Choose a contract"
          onChange={(ref) => ref !== null && onChange({ kind: "contract", ref })}
        />
      )}
      {aim.kind === "model" && (
        <>
          <Combobox
            label="Odoo"
            className="w-40"
            allowOther
            disabled={!canEdit}
            value={aim.connection === "" ? null : aim.connection}
            options={odoos.map((each) => ({ value: each.key, label: each.name, hint: each.key }))}
            onChange={(next) => next !== null && onChange({ ...aim, connection: next })}
          />
          <Combobox
            label="Model"
            className="w-56"
            allowOther
            disabled={!canEdit}
            value={aim.model === "" ? null : aim.model}
            options={(models.data ?? []).map((each) => ({ value: each.model, label: each.label, hint: each.model }))}
            placeholder="Choose a model"
            onChange={(model) => model !== null && onChange({ ...aim, model })}
          />
        </>
      )}
    </div>
  );
}
