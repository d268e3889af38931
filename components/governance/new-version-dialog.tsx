"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { Input, Textarea } from "#components/ui/input.tsx";
import { contractChanges } from "#flow/contract/changes.ts";
import type { ContractView } from "#server/app.ts";
import { ChangeLines } from "./change-lines.tsx";
import { schemaText, typedSchema } from "./schema-text.ts";
import { useRefresh } from "./use-refresh.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** The text of the next version beside what it changes: what breaks somebody is named, and accepted by name, before it is saved. */
export function NewVersionDialog({ contract, onClose, onSaved }: { contract: ContractView; onClose: () => void; onSaved: (version: number) => void }) {
  const trpc = useTRPC();
  const refresh = useRefresh();
  const [latest] = contract.versions;
  const [text, setText] = useState(latest ? schemaText(latest.schema) : "");
  const [note, setNote] = useState("");
  const [isAccepted, setAccepted] = useState(false);
  const add = useMutation(
    trpc.governance.addVersion.mutationOptions({
      onSuccess: ({ version }) => {
        refresh();
        onSaved(version);
        onClose();
      },
    }),
  );
  if (!latest) return null;
  const typed = typedSchema(text);
  const changes = typed.ok ? contractChanges(latest.schema, typed.schema) : [];
  const breaking = changes.filter((change) => change.isBreaking).length;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`New version of ${contract.name}`}
      description={`It becomes version ${latest.number + 1}, a draft. Versions never change: flows that keep to version ${latest.number} go on with it.`}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.ok) add.mutate({ key: contract.key, after: latest.number, schema: typed.schema, note, acceptBreaking: isAccepted });
        }}
      >
        <Field label="JSON Schema 2020-12" error={typed.ok ? null : typed.message}>
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={16}
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setAccepted(false);
              }}
            />
          )}
        </Field>
        <section aria-label={`What changes since version ${latest.number}`} aria-live="polite">
          {typed.ok && changes.length === 0 && <p className="text-12 text-ink-3">Nothing changes yet.</p>}
          {changes.length > 0 && (
            <>
              <h3 className="text-12 font-semibold">
                {formatPlural(changes.length, "change")}
                {breaking > 0 ? `, ${breaking} of them breaking` : ", none of them breaking"}
              </h3>
              <ChangeLines label={`Changes since version ${latest.number}`} changes={changes} />
            </>
          )}
        </section>
        {breaking > 0 && (
          <Checkbox checked={isAccepted} onChange={setAccepted}>
            Save it although it breaks those who keep to version {latest.number}
          </Checkbox>
        )}
        <Field label="Note" help="Why, for those who come after.">
          {(ids) => (
            <Input {...ids} value={note} maxLength={400} placeholder="Customers can be put on hold" onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        <Trouble error={add.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={add.isPending} disabled={!typed.ok || changes.length === 0 || (breaking > 0 && !isAccepted)}>
            Save version {latest.number + 1}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
