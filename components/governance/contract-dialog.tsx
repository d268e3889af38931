"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { FIRST_SCHEMA, typedSchema } from "./schema-text.ts";
import { useRefresh } from "./use-refresh.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** A contract of a business object that has none yet. */
export function ContractDialog({ onClose, onSaved }: { onClose: () => void; onSaved: (key: string) => void }) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const [key, setKey] = useState("");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [text, setText] = useState(FIRST_SCHEMA);
  const create = useMutation(
    trpc.governance.createContract.mutationOptions({
      onSuccess: () => {
        refresh();
        onSaved(key);
        onClose();
      },
    }),
  );
  const typed = typedSchema(text);
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title="New contract" description="What a business object looks like to every system.">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.ok) create.mutate({ key, name, description, schema: typed.schema, note: "First version" });
        }}
      >
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <Field label="Name" required>
            {(ids) => <Input {...ids} value={name} maxLength={160} placeholder="Purchase order" onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label="Key" required help="What flows call it; it never changes.">
            {(ids) => (
              <Input
                {...ids}
                mono
                value={key}
                maxLength={60}
                placeholder="purchase-order"
                spellCheck={false}
                onChange={(event) => setKey(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label="What it is">
          {(ids) => <Input {...ids} value={description} maxLength={400} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        <Field
          label="JSON Schema 2020-12"
          error={typed.ok ? null : typed.message}
          help="x-lifecycle says which state may follow which; leave it out where there are none."
        >
          {(ids) => <Textarea {...ids} mono rows={14} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <Trouble error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={create.isPending} disabled={!typed.ok || key === "" || name.trim() === ""}>
            Save as a draft
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
