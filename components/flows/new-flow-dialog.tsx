"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { FlowSummary } from "#server/app.ts";
import { CopyFlow } from "./start/copy-flow.tsx";
import { ImportFlow, type ReadFile } from "./start/import-flow.tsx";
import { NameFlow } from "./start/name-flow.tsx";
import { TemplateGallery } from "./start/template-gallery.tsx";

export type StartWith = "empty" | "template" | "file" | "copy";

/** A flow begins on an empty canvas, as a template, with a file, or as another flow. */
export function NewFlowDialog({
  environment,
  flows,
  start = "empty",
  file = null,
  onClose,
  onCreated,
}: {
  environment: string;
  flows: readonly FlowSummary[];
  start?: StartWith;
  /** one that was dropped on the page */
  file?: ReadFile | null;
  onClose: () => void;
  onCreated: (key: string) => void;
}) {
  const [from, setFrom] = useState<StartWith>(file ? "file" : start);
  const taken = flows.map((flow) => flow.key);
  return (
    <Dialog wide={from !== "empty"} open onOpenChange={(open) => !open && onClose()} title="New flow">
      <Segmented
        label="Start with"
        value={from}
        onChange={setFrom}
        options={[
          { value: "empty", label: "Empty canvas" },
          { value: "template", label: "Template" },
          { value: "file", label: "File" },
          { value: "copy", label: "Another flow" },
        ]}
        className="mb-4 max-sm:max-w-full max-sm:overflow-x-auto"
      />
      {from === "empty" && <EmptyFlow taken={taken} onClose={onClose} onCreated={onCreated} />}
      {from === "template" && <TemplateGallery environment={environment} taken={taken} onClose={onClose} onCreated={onCreated} />}
      {from === "file" && <ImportFlow environment={environment} taken={taken} initial={file} onClose={onClose} onCreated={onCreated} />}
      {from === "copy" && <CopyFlow flows={flows} onClose={onClose} onCreated={onCreated} />}
    </Dialog>
  );
}

function EmptyFlow({ taken, onClose, onCreated }: { taken: readonly string[]; onClose: () => void; onCreated: (key: string) => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(
    trpc.flows.create.mutationOptions({
      onSuccess: async (draft) => {
        await queries.invalidateQueries({ queryKey: trpc.flows.list.pathKey() });
        onCreated(draft.flow.key);
      },
    }),
  );
  return (
    <NameFlow
      taken={taken}
      action="Create flow"
      isPending={create.isPending}
      error={create.error}
      onBack={onClose}
      onCreate={({ key, name }) => create.mutate({ key, name })}
    />
  );
}
