"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ConnectionView, KeyChange } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

const WAYS: { value: "make" | "enter"; label: string }[] = [
  { value: "make", label: "Let Odoo make one" },
  { value: "enter", label: "Enter one" },
];
const LASTING = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days, the most for plain users" },
  { value: "180", label: "180 days" },
  { value: "365", label: "One year" },
];

/** A new key beside the old one. The old one serves until the new one has been tried, so that a wrong one breaks nothing. */
export function KeyDialog({ connection, onClose, onChanged }: { connection: ConnectionView; onClose: () => void; onChanged: () => void }) {
  const trpc = useTRPC();
  const [way, setWay] = useState<"make" | "enter">("make");
  const [days, setDays] = useState("90");
  const [password, setPassword] = useState("");
  const [apiKey, setApiKey] = useState("");
  const [expires, setExpires] = useState("");
  const [change, setChange] = useState<KeyChange | null>(null);
  const onSuccess = (answer: unknown) => {
    setChange(answer as KeyChange);
    onChanged();
  };
  const make = useMutation(trpc.connections.makeKey.mutationOptions({ onSuccess }));
  const replace = useMutation(trpc.connections.replaceKey.mutationOptions({ onSuccess }));
  const at = { environment: connection.environment, key: connection.key };
  const login = typeof connection.config.login === "string" ? connection.config.login : "the login";
  const doing = way === "make" ? make : replace;
  const needsPassword = way === "make" && change?.kind === "password-needed";
  if (change?.kind === "changed") return <Done change={change} connection={connection} login={login} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Replace the API key of ${connection.name}`}
      description="The old key serves until the new one has been tried. Where it fails, nothing changes."
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (way === "make") make.mutate({ ...at, days: Number(days), ...(password === "" ? {} : { password }) });
          else replace.mutate({ ...at, apiKey: apiKey.trim(), ...(expires === "" ? {} : { expiresAt: expires }) });
        }}
      >
        <Segmented
          className="self-start"
          label="Where the new key comes from"
          value={way}
          options={WAYS}
          onChange={(next) => {
            setWay(next);
            setChange(null);
            make.reset();
            replace.reset();
          }}
        />
        {way === "make" && (
          <>
            <Field label="It lasts" help="Odoo sets a limit by the groups of the user.">
              {(ids) => <Select {...ids} value={days} options={LASTING} onChange={setDays} />}
            </Field>
            {needsPassword && (
              <Note tone="warn" announce="status">
                {change.why} Enter the password of {login} here; it is used for this once and kept nowhere. Or make the key in Odoo and choose “Enter one”.
              </Note>
            )}
            {needsPassword && (
              <Field label={`Password of ${login}`} required>
                {(ids) => <Input {...ids} type="password" autoComplete="off" value={password} onChange={(event) => setPassword(event.target.value)} />}
              </Field>
            )}
          </>
        )}
        {way === "enter" && (
          <>
            <Field label="New API key" required help={`In Odoo, signed in as ${login}: Preferences, Security, New API Key.`}>
              {(ids) => <Input {...ids} type="password" autoComplete="off" value={apiKey} onChange={(event) => setApiKey(event.target.value)} />}
            </Field>
            <Field label="It ends on" help="Only where Odoo does not tell it by itself.">
              {(ids) => <Input {...ids} type="date" className="w-44" value={expires} onChange={(event) => setExpires(event.target.value)} />}
            </Field>
          </>
        )}
        {change?.kind === "refused" && (
          <Note tone="danger" announce="alert">
            <b>The new key was tried and does not work; the old one stays.</b> {change.checks.find((check) => !check.ok)?.message}{" "}
            {change.checks.find((check) => !check.ok)?.fix}
          </Note>
        )}
        <Trouble error={doing.error} after="The old key stays." />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            loading={doing.isPending}
            disabled={way === "enter" ? apiKey.trim() === "" : needsPassword && password === ""}
          >
            {way === "make" ? "Make and use it" : "Try and use it"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Done({
  change,
  connection,
  login,
  onClose,
}: {
  change: Extract<KeyChange, { kind: "changed" }>;
  connection: ConnectionView;
  login: string;
  onClose: () => void;
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`${connection.name} has a new key`}>
      <Note tone="ok" announce="status">
        <b>It was tried and works.</b> {change.made && `Odoo calls it “${change.made.name}”.`}
      </Note>
      <p className="mt-3 text-13 text-ink-2">
        Odoo still takes the old key, so that calls that are under way go through. Remove it in a minute: in Odoo, signed in as {login}, under Preferences,
        Security.
      </p>
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
