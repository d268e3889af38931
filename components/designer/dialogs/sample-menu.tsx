"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, History, Pencil, Pin, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import type { SampleView } from "#server/app.ts";
import { CaptureDialog, SampleDialog } from "./lazy.tsx";
import type { SampleStart } from "./sample-form.tsx";

type SampleMenuProps = {
  flow: string;
  environment: string;
  value: SampleView | null;
  onChange: (sample: SampleView | null) => void;
  canEdit: boolean;
};

export const BLANK_SAMPLE: SampleStart = { sample: null, name: "", body: {}, source: "pasted" };

/** Which sample the draft is tried with. The pinned one is chosen by itself. */
export function SampleMenu({ flow, environment, value, onChange, canEdit }: SampleMenuProps) {
  const trpc = useTRPC();
  const samples = useQuery(trpc.flows.samples.queryOptions({ flow }));
  const [start, setStart] = useState<SampleStart | null>(null);
  const [isCapturing, setCapturing] = useState(false);
  const list = samples.data as SampleView[] | undefined;
  const first = list?.find((sample) => sample.pinned) ?? list?.[0];
  useEffect(() => {
    if (value === null && first) onChange(first);
  }, [value, first, onChange]);
  return (
    <>
      <Menu
        label={value ? `Sample: ${value.name}` : "Sample: none"}
        trigger={
          <Button icon={<Pin size={14} aria-hidden />}>
            <span className="max-w-[140px] truncate max-xl:sr-only">{value?.name ?? "No sample"}</span>
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
      >
        {(list ?? []).map((sample) => (
          <MenuItem key={sample.id} icon={<Pin size={14} aria-hidden className={sample.pinned ? "" : "opacity-0"} />} onSelect={() => onChange(sample)}>
            {sample.name}
            {sample.id === value?.id ? " (chosen)" : ""}
          </MenuItem>
        ))}
        {(list ?? []).length > 0 && <MenuSeparator />}
        {value && (
          <MenuItem icon={<Pencil size={14} aria-hidden />} disabled={!canEdit} onSelect={() => setStart({ sample: value })}>
            Edit this sample
          </MenuItem>
        )}
        <MenuItem icon={<Plus size={14} aria-hidden />} disabled={!canEdit} onSelect={() => setStart(BLANK_SAMPLE)}>
          New sample
        </MenuItem>
        <MenuItem icon={<History size={14} aria-hidden />} disabled={!canEdit} onSelect={() => setCapturing(true)}>
          From what really came
        </MenuItem>
      </Menu>
      <SampleDialog flow={flow} start={start} isFirst={(list ?? []).length === 0} onClose={() => setStart(null)} onSaved={onChange} />
      <CaptureDialog flow={flow} environment={environment} open={isCapturing} onClose={() => setCapturing(false)} onCaptured={onChange} />
    </>
  );
}
