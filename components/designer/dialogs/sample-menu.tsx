"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Pencil, Pin, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import type { FlowDocument, Json } from "#flow/document.ts";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { Note } from "#components/ui/note.tsx";
import type { SampleView } from "#server/app.ts";

type SampleMenuProps = { flow: string; document: FlowDocument; value: SampleView | null; onChange: (sample: SampleView | null) => void; canEdit: boolean };

/** Which sample the draft is tried with. The pinned one is chosen by itself. */
export function SampleMenu({ flow, value, onChange, canEdit }: SampleMenuProps) {
  const trpc = useTRPC();
  const samples = useQuery(trpc.flows.samples.queryOptions({ flow }));
  const [editing, setEditing] = useState<SampleView | "new" | null>(null);
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
          <MenuItem icon={<Pencil size={14} aria-hidden />} disabled={!canEdit} onSelect={() => setEditing(value)}>
            Edit this sample
          </MenuItem>
        )}
        <MenuItem icon={<Plus size={14} aria-hidden />} disabled={!canEdit} onSelect={() => setEditing("new")}>
          New sample
        </MenuItem>
      </Menu>
      <Dialog
        wide
        open={editing !== null}
        onOpenChange={(open) => !open && setEditing(null)}
        title={editing === "new" ? "New sample" : "Edit sample"}
        description="What the trigger may get. Samples are for trying; they never reach a deployed flow."
      >
        {editing !== null && (
          <SampleForm
            flow={flow}
            sample={editing === "new" ? null : editing}
            isFirst={(list ?? []).length === 0}
            onClose={() => setEditing(null)}
            onSaved={(sample) => {
              setEditing(null);
              onChange(sample);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function SampleForm({
  flow,
  sample,
  isFirst,
  onClose,
  onSaved,
}: {
  flow: string;
  sample: SampleView | null;
  isFirst: boolean;
  onClose: () => void;
  onSaved: (sample: SampleView) => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(sample?.name ?? "");
  const [pinned, setPinned] = useState(sample?.pinned ?? isFirst);
  const [body, setBody] = useState(JSON.stringify(bodyOf(sample?.trigger ?? null), null, 2));
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = useMutation(
    trpc.flows.saveSample.mutationOptions({
      onSuccess: (saved) => {
        void queries.invalidateQueries({ queryKey: trpc.flows.samples.queryKey({ flow }) });
        onSaved(saved as SampleView);
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const read = parsed(body);
        if (!read.ok) return setTrouble(read.message);
        setTrouble(null);
        const rest = isObject(sample?.trigger) ? sample.trigger : { headers: { "content-type": "application/json" }, query: {} };
        save.mutate({ flow, name: name.trim() || "Sample", pinned, trigger: { ...rest, body: read.value }, ...(sample ? { id: sample.id } : {}) });
      }}
      className="flex flex-col gap-3"
    >
      <Field label="Name">
        {(ids) => <Input {...ids} value={name} maxLength={160} placeholder="Large contract" onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label="Body" error={trouble} help="JSON, as the other system sends it.">
        {(ids) => <Textarea {...ids} mono rows={14} spellCheck={false} value={body} onChange={(event) => setBody(event.target.value)} />}
      </Field>
      <Checkbox checked={pinned} onChange={setPinned}>
        Pin: choose this sample by itself
      </Checkbox>
      {save.error && (
        <Note tone="danger" announce="alert">
          {save.error.message} {fixOf(save.error)}
        </Note>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" loading={save.isPending}>
          Save sample
        </Button>
      </DialogActions>
    </form>
  );
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bodyOf(trigger: Json): Json {
  return isObject(trigger) ? (trigger.body ?? {}) : {};
}

function parsed(text: string): { ok: true; value: Json } | { ok: false; message: string } {
  try {
    const value: Json = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, message: `This is not JSON: ${error instanceof Error ? error.message : ""}` };
  }
}
