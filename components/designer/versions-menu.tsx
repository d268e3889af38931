"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, Ellipsis, FileUp, GitCompareArrows, History, List, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { formatRelative } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuHeading, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { flowFile } from "#flow/canonical.ts";
import type { FlowDocument } from "#flow/document.ts";
import { useDesigner } from "./context.tsx";
import { ImportDialog } from "./dialogs/lazy.tsx";

/** Versions, the flow as a file, and its runs. */
export function VersionsMenu({ version }: { version: number | null }) {
  const { environment, flow, store, canEdit } = useDesigner();
  const [isImporting, setImporting] = useState(false);
  const router = useRouter();
  const trpc = useTRPC();
  const versions = useQuery(trpc.flows.versions.queryOptions({ flow }));
  const address = `/${environment}/flows/${flow}`;
  return (
    <>
      <Menu
        label="More about this flow"
        trigger={
          <IconButton label="More about this flow">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<List size={14} aria-hidden />} onSelect={() => router.push(`/${environment}/runs?flow=${encodeURIComponent(flow)}`)}>
          Runs of this flow
        </MenuItem>
        <MenuItem icon={<Download size={14} aria-hidden />} onSelect={() => download(`${flow}.flow.json`, flowFile(store.get().whole))}>
          Export as a file
        </MenuItem>
        <MenuItem
          icon={<Download size={14} aria-hidden />}
          onSelect={() => void asYaml(store.get().whole).then((text) => download(`${flow}.flow.yaml`, text, "application/yaml"))}
        >
          Export as YAML
        </MenuItem>
        {canEdit && version === null && (
          <MenuItem icon={<FileUp size={14} aria-hidden />} onSelect={() => setImporting(true)}>
            Import a file…
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuHeading>Versions</MenuHeading>
        <MenuItem icon={<GitCompareArrows size={14} aria-hidden />} onSelect={() => router.push(`${address}/versions`)}>
          All versions and their differences
        </MenuItem>
        {version !== null && (
          <MenuItem icon={<Pencil size={14} aria-hidden />} onSelect={() => router.push(address)}>
            Draft
          </MenuItem>
        )}
        {versions.isPending && <MenuHeading>Reading…</MenuHeading>}
        {versions.error && <MenuHeading>The versions could not be read.</MenuHeading>}
        {versions.data?.length === 0 && <MenuHeading>None is published yet.</MenuHeading>}
        {versions.data?.slice(0, 12).map((each) => (
          <MenuItem
            key={each.number}
            icon={<History size={14} aria-hidden />}
            disabled={each.number === version}
            onSelect={() => router.push(`${address}?version=${each.number}`)}
          >
            <span className="flex items-baseline gap-2">
              <span className="font-medium">v{each.number}</span>
              <span className="max-w-48 truncate text-12 text-ink-3">
                {each.deployedIn.length > 0 ? `in ${each.deployedIn.map(environmentName).join(", ")} · ` : ""}
                {formatRelative(each.createdAt)}
                {each.note ? ` · ${each.note}` : ""}
              </span>
            </span>
          </MenuItem>
        ))}
      </Menu>
      <ImportDialog open={isImporting} onOpenChange={setImporting} />
    </>
  );
}

async function asYaml(document: FlowDocument): Promise<string> {
  const { writeYaml } = await import("#components/flows/flow-file.ts");
  return writeYaml(document);
}

function download(name: string, text: string, type = "application/json"): void {
  const link = window.document.createElement("a");
  const address = URL.createObjectURL(new Blob([text], { type }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
