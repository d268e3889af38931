import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { OdooProbe } from "#server/app.ts";
import { PRIVATE } from "../kinds.ts";
import type { Draft } from "./draft.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** The address as it is copied from the browser. What is wrong with it is said beside it. */
export function AddressStep({
  draft,
  trouble,
  error,
  isAsking,
  onChange,
  onClose,
  onNext,
}: {
  draft: Draft;
  trouble: Extract<OdooProbe, { ok: false }> | null;
  error: { message: string } | null;
  isAsking: boolean;
  onChange: (draft: Draft) => void;
  onClose: () => void;
  onNext: () => void;
}) {
  const isPrivate = trouble?.code === "odoo.host_refused" || draft.allowPrivate;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <Field
        label="Address"
        required
        help="As it stands in the browser while Odoo is open. What comes after the host may stay."
        error={trouble ? `${trouble.message} ${trouble.fix}` : null}
      >
        {(ids) => (
          <Input
            {...ids}
            value={draft.address}
            placeholder="https://halvorsen.odoo.com"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...draft, address: event.target.value })}
          />
        )}
      </Field>
      {isPrivate && (
        <div>
          <Switch checked={draft.allowPrivate} onChange={(allowPrivate) => onChange({ ...draft, allowPrivate })}>
            {PRIVATE.label}
          </Switch>
          {draft.allowPrivate && (
            <Note tone="warn" announce="status" className="mt-1.5">
              {PRIVATE.warning}
            </Note>
          )}
        </div>
      )}
      <Trouble error={error} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" loading={isAsking} disabled={draft.address.trim() === ""}>
          Look at it
        </Button>
      </DialogActions>
    </form>
  );
}
