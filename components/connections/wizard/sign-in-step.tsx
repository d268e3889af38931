import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Check } from "#server/app.ts";
import { placeOf } from "./draft.ts";
import type { Draft, FoundOdoo, Place } from "./draft.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** Which database, and who we are there. What Odoo refuses is said at the field that it is about. */
export function SignInStep({
  draft,
  found,
  failed,
  error,
  isAsking,
  onChange,
  onBack,
  onNext,
}: {
  draft: Draft;
  found: FoundOdoo;
  failed: Check | null;
  error: { message: string } | null;
  isAsking: boolean;
  onChange: (draft: Draft) => void;
  onBack: () => void;
  onNext: () => void;
}) {
  const place = failed ? placeOf(failed) : null;
  const troubleAt = (field: Exclude<Place, null>) => (failed && place === field ? `${failed.message} ${failed.fix ?? ""}` : null);
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const isReady = draft.database.trim() !== "" && draft.login.trim() !== "" && draft.apiKey.trim() !== "";
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <FoundNote found={found} />
      <Field
        label="Database"
        required
        help={found.databases === null ? "The server does not list its databases. On Odoo Online it is most often the first part of the address." : undefined}
        error={troubleAt("database")}
      >
        {(ids) =>
          found.databases === null ? (
            <Input {...ids} value={draft.database} autoComplete="off" spellCheck={false} onChange={(event) => set({ database: event.target.value })} />
          ) : (
            <Select
              {...ids}
              value={draft.database || null}
              options={found.databases.map((database) => ({ value: database, label: database }))}
              onChange={(database) => set({ database })}
            />
          )
        }
      </Field>
      <Field label="Login" required help="A user of its own for flows, with the rights that they need and no more." error={troubleAt("login")}>
        {(ids) => (
          <Input
            {...ids}
            value={draft.login}
            placeholder="svc-throughline@halvorsen.com"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set({ login: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="API key"
        required
        help="In Odoo, signed in as that user: Preferences, Security, New API Key. A password does not work."
        error={troubleAt("apiKey")}
      >
        {(ids) => <Input {...ids} type="password" value={draft.apiKey} autoComplete="off" onChange={(event) => set({ apiKey: event.target.value })} />}
      </Field>
      <Field label="The key ends on" help="Only where Odoo does not tell it by itself. Throughline warns two weeks before.">
        {(ids) => <Input {...ids} type="date" className="w-44" value={draft.expires} onChange={(event) => set({ expires: event.target.value })} />}
      </Field>
      {failed && place === null && (
        <Note tone="danger" announce="alert">
          <b>{failed.name}:</b> {failed.message} {failed.fix}
        </Note>
      )}
      <Trouble error={error} />
      <DialogActions>
        <Button onClick={onBack}>Back</Button>
        <Button type="submit" variant="primary" loading={isAsking} disabled={!isReady}>
          Check
        </Button>
      </DialogActions>
    </form>
  );
}

const LOOPBACK = /^(localhost|127\.|\[::1\])/;

function FoundNote({ found }: { found: FoundOdoo }) {
  const { host, hostname } = new URL(found.url);
  const isOpen = found.isPlain && !LOOPBACK.test(hostname);
  return (
    <Note tone={isOpen ? "warn" : "ok"} announce="status">
      <b className="[overflow-wrap:anywhere]">{host}</b> is Odoo {found.version}. It is spoken to over {found.protocol === "json-2" ? "JSON-2" : "JSON-RPC"}.
      {isOpen && " The address begins with http: whoever is on the way can read the key. Use https where the server has it."}
    </Note>
  );
}
