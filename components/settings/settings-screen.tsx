"use client";

import { useSearchParams } from "next/navigation";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { About } from "./about.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { Environments } from "./environments.tsx";
import { Retention } from "./retention.tsx";
import { People } from "./people.tsx";
import { Values } from "./values.tsx";

const TABS = [
  { value: "secrets" as const, label: "Secrets and variables" },
  { value: "people" as const, label: "People and groups" },
  { value: "keys" as const, label: "API keys" },
  { value: "environments" as const, label: "Environments" },
  { value: "about" as const, label: "About" },
];
type Tab = (typeof TABS)[number]["value"];

/** What administrators set up once: values per environment, people with their roles, keys for programs. */
export function SettingsScreen({ environment, version }: { environment: string; version: string }) {
  const address = useSearchParams();
  const tab = TABS.find((each) => each.value === address.get("tab"))?.value ?? "secrets";
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs<Tab> label="Parts of the settings" value={tab} tabs={TABS} onChange={(next) => window.history.replaceState(null, "", `?tab=${next}`)}>
        <div className="min-h-0 flex-1 overflow-y-auto px-4 py-5">
          <div className="max-w-[880px]">
            {tab === "secrets" && <Values environment={environment} />}
            {tab === "people" && <People />}
            {tab === "keys" && <ApiKeys />}
            {tab === "environments" && (
              <>
                <Environments environment={environment} />
                <Retention />
              </>
            )}
            {tab === "about" && <About version={version} />}
          </div>
        </div>
      </Tabs>
    </>
  );
}
