"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { asFlow } from "#flow/needs.ts";
import type { FlowSummary } from "#server/app.ts";
import { GraphPicture } from "./graph-picture.tsx";
import { freeName, NameFlow } from "./name-flow.tsx";
import { useBegin } from "./use-begin.ts";

/** A flow that begins as the draft of another one. */
export function CopyFlow({ flows, onClose, onCreated }: { flows: readonly FlowSummary[]; onClose: () => void; onCreated: (key: string) => void }) {
  const trpc = useTRPC();
  const [key, setKey] = useState<string | null>(null);
  const draft = useQuery(trpc.flows.draft.queryOptions({ flow: key ?? "" }, { enabled: key !== null }));
  const begin = useBegin(onCreated);
  const taken = flows.map((flow) => flow.key);
  const document = key === null ? undefined : draft.data?.document;
  return (
    <>
      <Field label="Copy of" className="mb-3">
        {(ids) => (
          <Select
            {...ids}
            label="Copy of"
            placeholder="Choose a flow"
            value={key}
            options={flows.map((flow) => ({ value: flow.key, label: flow.name }))}
            onChange={setKey}
          />
        )}
      </Field>
      {key !== null && !document && <SkeletonRows rows={3} label="Reading the flow" />}
      {document && (
        <>
          <div className="mb-3 h-44 rounded-3 border border-line bg-bg p-2">
            <GraphPicture document={document} className="h-full w-full" />
          </div>
          <NameFlow
            key={key}
            taken={taken}
            initial={freeName(`Copy of ${document.flow.name}`, taken)}
            action="Create copy"
            isPending={begin.isPending}
            error={begin.error}
            onBack={onClose}
            onCreate={(flow) => begin.mutate({ document: asFlow(document, flow), from: `the flow ${document.flow.name}` })}
          />
        </>
      )}
    </>
  );
}
