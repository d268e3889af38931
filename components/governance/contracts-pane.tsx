"use client";

import { useQuery } from "@tanstack/react-query";
import { FileJson2 } from "lucide-react";
import { useRef } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { useKeys } from "#components/ui/use-keys.ts";
import type { ContractSummary } from "#server/app.ts";
import { ContractDetail } from "./contract-detail.tsx";
import { StateTag } from "./state-tag.tsx";
import { inForce } from "./words.ts";

type ContractsPaneProps = { environment: string; chosen: string | null; onChoose: (key: string) => void; onNew: () => void };

/** The list of contracts, and the chosen one beside it. */
export function ContractsPane({ environment, chosen, onChoose, onNew }: ContractsPaneProps) {
  const trpc = useTRPC();
  const actor = useActor();
  const rows = useRef<HTMLUListElement>(null);
  const list = useQuery(trpc.governance.contracts.queryOptions());
  const contracts = list.data ?? [];
  const shown = contracts.find((contract) => contract.key === chosen) ?? contracts[0];
  const move = (by: number) => {
    const next = contracts[Math.min(contracts.length - 1, Math.max(0, (shown ? contracts.indexOf(shown) : -1) + by))];
    if (!next) return;
    onChoose(next.key);
    rows.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1), ...(can(actor, "contract.edit") ? { n: onNew } : {}) });
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <nav
        aria-label="Contracts"
        className="w-[236px] shrink-0 overflow-y-auto border-r border-line bg-surface max-md:max-h-52 max-md:w-full max-md:border-r-0 max-md:border-b"
      >
        {list.isPending && <SkeletonRows rows={9} label="Reading contracts" />}
        <ul ref={rows}>
          {contracts.map((contract) => (
            <li key={contract.key}>
              <ContractRow contract={contract} isChosen={contract === shown} onChoose={() => onChoose(contract.key)} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
        <CouldNotRead what="The contracts" query={list} />
        {list.isPending && <SkeletonRows rows={8} label="Reading the contract" rowClassName="h-(--row-roomy)" />}
        {list.data && !shown && (
          <EmptyState
            title="No contracts yet"
            icon={<FileJson2 size={18} aria-hidden />}
            action={
              can(actor, "contract.edit") && (
                <Button variant="primary" onClick={onNew}>
                  New contract
                </Button>
              )
            }
          >
            A contract says what a business object, such as a customer or an invoice, looks like to every system. Flows map to it, check by it and publish in
            its name.
          </EmptyState>
        )}
        {shown && <ContractDetail key={shown.key} environment={environment} contractKey={shown.key} />}
      </div>
    </div>
  );
}

function ContractRow({ contract, isChosen, onChoose }: { contract: ContractSummary; isChosen: boolean; onChoose: () => void }) {
  const current = inForce(contract.versions);
  return (
    <button
      type="button"
      data-key={contract.key}
      aria-current={isChosen || undefined}
      onClick={onChoose}
      className={cx(
        "flex w-full items-center gap-2 border-b border-line px-4 py-2 text-left hover:bg-surface-3 focus-visible:shadow-(--focus-inset)",
        isChosen && "bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13 font-medium text-ink">{contract.name}</span>
        <span className="block truncate text-11 text-ink-3">
          <span className="mono">{contract.key}</span> · {formatPlural(contract.fields, "field")}
        </span>
      </span>
      {current && <StateTag state={current.state}>v{current.number}</StateTag>}
    </button>
  );
}
