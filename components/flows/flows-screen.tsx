"use client";

import { useQuery } from "@tanstack/react-query";
import { LayoutTemplate, Plus, Search, Workflow } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { useListKeys } from "#components/shell/list-keys.ts";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SearchInput } from "#components/ui/input.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { FlowSummary } from "#server/app.ts";
import { FlowsTable } from "./flows-table.tsx";
import { readFlowFile } from "./flow-file.ts";
import { NewFlowDialog } from "./new-flow-dialog.tsx";
import type { ReadFile } from "./start/import-flow.tsx";

/** Every flow with its draft, where its versions run, and how it did in the last day. */
export function FlowsScreen({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const actor = useActor();
  const address = useSearchParams();
  const [text, setText] = useState("");
  const isNew = ["1", "template"].includes(address.get("new") ?? "");
  const [dropped, setDropped] = useState<ReadFile | null>(null);
  const [isOver, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const list = useQuery(trpc.flows.list.queryOptions({ environment }));
  const shown = useMemo(() => (list.data ?? []).filter((flow) => fits(flow, text)), [list.data, text]);
  const mayEdit = can(actor, "flow.edit");
  const open = (flow: FlowSummary) => router.push(`/${environment}/flows/${flow.key}`);
  const setNew = (next: boolean) => window.history.replaceState(null, "", next ? "?new=1" : window.location.pathname);
  const { current } = useListKeys({
    items: shown,
    keyOf: (flow) => flow.key,
    onOpen: open,
    onSearch: () => field.current?.focus(),
    more: mayEdit ? { n: () => setNew(true) } : {},
  });

  return (
    <>
      <PageHeader title="Flows" meta={list.data && formatPlural(list.data.length, "flow")} search={false}>
        <SearchInput
          ref={field}
          label="Search flows"
          icon={<Search size={14} aria-hidden />}
          end={<Kbd>/</Kbd>}
          placeholder="Name, owner or domain"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="w-[260px] max-md:order-last max-md:w-full"
        />
        <Button
          className="max-sm:hidden"
          icon={<LayoutTemplate size={14} aria-hidden />}
          disabled={!mayEdit}
          onClick={() => window.history.replaceState(null, "", "?new=template")}
        >
          Templates
        </Button>
        <Button
          variant="primary"
          icon={<Plus size={14} aria-hidden />}
          disabled={!mayEdit}
          title={mayEdit ? undefined : "Your role may read flows, not draw them"}
          onClick={() => setNew(true)}
        >
          New flow
        </Button>
      </PageHeader>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way to New flow, File */}
      <div
        className={cx("min-h-0 flex-1 overflow-y-auto", isOver && "bg-accent-soft shadow-[inset_0_0_0_2px_var(--accent)]")}
        onDragOver={(event) => {
          if (!mayEdit || !event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          const file = event.dataTransfer.files[0];
          if (!mayEdit || !file) return;
          event.preventDefault();
          setOver(false);
          void readFlowFile(file).then((read) => setDropped({ name: file.name, file: read }));
        }}
      >
        {list.isPending && <SkeletonRows rows={10} label="Reading flows" rowClassName="h-(--row-roomy)" />}
        <CouldNotRead what="The flows" query={list} />
        {list.data && shown.length > 0 && <FlowsTable flows={shown} environment={environment} current={current} onOpen={open} />}
        {list.data && shown.length === 0 && <NothingToShow text={text} mayEdit={mayEdit} onClear={() => setText("")} onNew={() => setNew(true)} />}
      </div>
      {(isNew || dropped) && mayEdit && (
        <NewFlowDialog
          key={dropped?.name ?? "new"}
          environment={environment}
          flows={list.data ?? []}
          start={address.get("new") === "template" ? "template" : "empty"}
          file={dropped}
          onClose={() => {
            setDropped(null);
            setNew(false);
          }}
          onCreated={(key) => router.push(`/${environment}/flows/${key}`)}
        />
      )}
    </>
  );
}

function NothingToShow({ text, mayEdit, onClear, onNew }: { text: string; mayEdit: boolean; onClear: () => void; onNew: () => void }) {
  if (text.trim() !== "")
    return (
      <EmptyState title={`No flow fits “${text.trim()}”`} icon={<Search size={18} aria-hidden />} action={<Button onClick={onClear}>Clear the search</Button>}>
        The search looks at names, keys, owners and domains.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No flows yet"
      icon={<Workflow size={18} aria-hidden />}
      action={
        mayEdit && (
          <Button variant="primary" icon={<Plus size={14} aria-hidden />} onClick={onNew}>
            New flow
          </Button>
        )
      }
    >
      {mayEdit ? "Begin with a template, an empty canvas or a flow file, which may be dropped here." : "Analysts draw flows. The first one will appear here."}
    </EmptyState>
  );
}

function fits(flow: FlowSummary, text: string): boolean {
  const words = text.trim().toLowerCase().split(/\s+/);
  const all = [flow.name, flow.key, flow.owner, flow.domain, flow.latency].filter(Boolean).join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
}
