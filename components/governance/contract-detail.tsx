"use client";

import { useQuery } from "@tanstack/react-query";
import { GitBranchPlus } from "lucide-react";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { JsonView } from "#components/ui/json-view.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { contractRef } from "#flow/contract/reference.ts";
import type { ContractVersionView, ContractView } from "#server/app.ts";
import { ContractFields } from "./contract-fields.tsx";
import { ContractUses } from "./contract-uses.tsx";
import { LifecycleStrip } from "./lifecycle-strip.tsx";
import { NewVersionDialog } from "./new-version-dialog.tsx";
import { StateTag } from "./state-tag.tsx";
import { VersionHistory } from "./version-history.tsx";
import { inForce } from "./words.ts";

/** One contract: what it looks like in a version, how it came to that, and who uses it. */
export function ContractDetail({ environment, contractKey }: { environment: string; contractKey: string }) {
  const trpc = useTRPC();
  const asked = useQuery(trpc.governance.contract.queryOptions({ key: contractKey }));
  if (asked.isPending) return <SkeletonRows rows={8} label="Reading the contract" rowClassName="h-(--row-roomy)" />;
  if (asked.error && !asked.data) return <CouldNotRead what="The contract" query={asked} />;
  return <Shown environment={environment} contract={asked.data as ContractView} />;
}

type Form = "fields" | "schema";

function Shown({ environment, contract }: { environment: string; contract: ContractView }) {
  const actor = useActor();
  const [number, setNumber] = useState<number | null>(null);
  const [form, setForm] = useState<Form>("fields");
  const [isNew, setNew] = useState(false);
  const mayEdit = can(actor, "contract.edit");
  const version: ContractVersionView | undefined = contract.versions.find((each) => each.number === number) ?? inForce(contract.versions);
  if (!version) return null;
  return (
    <article aria-label={contract.name} className="flex min-h-full flex-col">
      <header className="flex flex-wrap items-start gap-3 border-b border-line bg-surface px-6 py-4 max-md:px-4">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <h2 className="flex flex-wrap items-center gap-2 text-20 font-semibold">
            {contract.name} <StateTag state={version.state}>v{version.number}</StateTag>
          </h2>
          {contract.description && <p className="mt-1 max-w-[76ch] text-13 text-ink-2">{contract.description}</p>}
          <p className="mt-1 text-12 text-ink-3">
            Flows call it <span className="mono">{contractRef({ key: contract.key, version: version.number })}</span> ·{" "}
            {contract.usedBy.length === 0 ? "not used yet" : `used by ${formatPlural(new Set(contract.usedBy.map((use) => use.flow)).size, "flow")}`}
          </p>
        </div>
        <Select
          label="Version shown"
          className="w-36"
          value={String(version.number)}
          options={contract.versions.map((each) => ({ value: String(each.number), label: `Version ${each.number}`, hint: each.state }))}
          onChange={(next) => setNumber(Number(next))}
        />
        <Button
          icon={<GitBranchPlus size={14} aria-hidden />}
          disabled={!mayEdit}
          title={mayEdit ? undefined : "Analysts and administrators change contracts"}
          onClick={() => setNew(true)}
        >
          New version
        </Button>
      </header>
      <div className="flex flex-1 max-xl:flex-col">
        <div className="flex min-w-0 flex-1 flex-col gap-6 px-6 py-5 max-md:px-4">
          <LifecycleStrip schema={version.schema} />
          <section aria-labelledby="contract-form" className="min-w-0">
            <div className="mb-2 flex items-center gap-3">
              <h3 id="contract-form" className="text-14 font-semibold">
                {form === "fields" ? "Fields" : "JSON Schema"}
              </h3>
              <Segmented<Form>
                label="How the contract is shown"
                value={form}
                onChange={setForm}
                options={[
                  { value: "fields", label: "Fields" },
                  { value: "schema", label: "Schema" },
                ]}
              />
            </div>
            {form === "fields" ? <ContractFields schema={version.schema} /> : <JsonView label="Schema" value={version.schema} />}
          </section>
        </div>
        <aside
          aria-label="Versions and use"
          className="flex w-[320px] shrink-0 flex-col gap-6 border-l border-line px-5 py-5 max-xl:w-full max-xl:border-t max-xl:border-l-0 max-md:px-4"
        >
          <VersionHistory contract={contract} mayEdit={mayEdit} shown={version.number} onShow={setNumber} />
          <ContractUses environment={environment} uses={contract.usedBy} />
        </aside>
      </div>
      {isNew && <NewVersionDialog contract={contract} onClose={() => setNew(false)} onSaved={setNumber} />}
    </article>
  );
}
