"use client";

import { Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { ContractDialog } from "./contract-dialog.tsx";
import { ContractsPane } from "./contracts-pane.tsx";
import { OwnershipPane } from "./ownership-pane.tsx";

type Tab = "contracts" | "ownership";

/** What business objects look like, and which system has the say over them. They are the same in every environment. */
export function GovernanceScreen({ environment }: { environment: string }) {
  const router = useRouter();
  const address = useSearchParams();
  const actor = useActor();
  const [isNew, setNew] = useState(false);
  const tab: Tab = address.get("tab") === "ownership" ? "ownership" : "contracts";
  const may = tab === "contracts" ? can(actor, "contract.edit") : can(actor, "ownership.edit");
  const go = (to: string) => router.replace(`/${environment}/contracts${to}`, { scroll: false });
  return (
    <>
      <PageHeader title="Contracts and ownership" className="border-b-0">
        <Button
          variant="primary"
          icon={<Plus size={14} aria-hidden />}
          disabled={!may}
          title={may ? undefined : tab === "contracts" ? "Analysts and administrators make contracts" : "Administrators say who owns what"}
          onClick={() => (tab === "contracts" ? setNew(true) : go("?tab=ownership&rule=new"))}
        >
          {tab === "contracts" ? "New contract" : "New rule"}
        </Button>
      </PageHeader>
      <div className="bg-surface">
        <Tabs<Tab>
          label="Contracts or ownership"
          value={tab}
          onChange={(next) => go(next === "contracts" ? "" : "?tab=ownership")}
          tabs={[
            { value: "contracts", label: "Contracts" },
            { value: "ownership", label: "Ownership" },
          ]}
        />
      </div>
      {tab === "contracts" ? (
        <ContractsPane
          environment={environment}
          chosen={address.get("key")}
          onChoose={(key) => go(`?key=${encodeURIComponent(key)}`)}
          onNew={() => setNew(true)}
        />
      ) : (
        <OwnershipPane
          environment={environment}
          rule={address.get("rule")}
          flow={address.get("flow")}
          onRule={(rule) => go(`?tab=ownership${rule === null ? "" : `&rule=${rule}`}`)}
        />
      )}
      {isNew && <ContractDialog onClose={() => setNew(false)} onSaved={(key) => go(`?key=${encodeURIComponent(key)}`)} />}
    </>
  );
}
