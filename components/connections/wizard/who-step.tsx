import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import type { ConnectionTrial } from "#server/app.ts";
import { OdooFactsList } from "../odoo-facts.tsx";
import type { Draft, FoundOdoo } from "./draft.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** Who Odoo says that we are, before anything is stored; then what the connection is called. */
export function WhoStep({
  draft,
  found,
  trial,
  taken,
  error,
  isSaving,
  onChange,
  onBack,
  onSave,
}: {
  draft: Draft;
  found: FoundOdoo;
  trial: ConnectionTrial;
  taken: string[];
  error: { message: string } | null;
  isSaving: boolean;
  onChange: (draft: Draft) => void;
  onBack: () => void;
  onSave: () => void;
}) {
  const key = draft.key.trim();
  const isTaken = taken.includes(key);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <Note tone="ok" announce="status">
        <b>Odoo accepts the key.</b> Connected to {draft.database} on {new URL(found.url).host} as {trial.identity?.name ?? draft.login}.
      </Note>
      <section aria-label="Who we are in Odoo" className="rounded-2 border border-line px-3 py-1">
        <OdooFactsList identity={trial.identity} facts={trial.facts} />
      </section>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Name">{(ids) => <Input {...ids} value={draft.name} onChange={(event) => onChange({ ...draft, name: event.target.value })} />}</Field>
        <Field label="Key" required help="What flows call it; it never changes." error={isTaken ? `There is a connection ${key} already.` : null}>
          {(ids) => (
            <Input
              {...ids}
              mono
              value={draft.key}
              placeholder="odoo"
              spellCheck={false}
              onChange={(event) => onChange({ ...draft, key: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Trouble error={error} />
      <DialogActions>
        <Button onClick={onBack}>Back</Button>
        <Button type="submit" variant="primary" loading={isSaving} disabled={key === "" || isTaken}>
          Save connection
        </Button>
      </DialogActions>
    </form>
  );
}
