"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ConnectionKind, ConnectionView } from "#server/app.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { toRequest, type Values } from "./kinds.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** A connection in one form, for systems that are described by a few settings. */
export function PlainForm({
  environment,
  kind,
  taken,
  onClose,
  onSaved,
}: {
  environment: string;
  kind: ConnectionKind;
  taken: string[];
  onClose: () => void;
  onSaved: (connection: ConnectionView) => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [name, setName] = useState("");
  const [values, setValues] = useState<Values>({});
  const test = useMutation(
    trpc.connections.test.mutationOptions({ onSettled: () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }) }),
  );
  const create = useMutation(
    trpc.connections.create.mutationOptions({
      onSuccess: (connection) => {
        void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
        // the first thing anybody wants to know
        test.mutate({ environment, key: connection.key });
        onSaved(connection as ConnectionView);
        onClose();
      },
    }),
  );
  const isTaken = taken.includes(key);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ environment, key, kind, ...(name.trim() === "" ? {} : { name: name.trim() }), ...toRequest(kind, values) });
      }}
    >
      <Field label="Key" required help="What flows call it; it never changes." error={isTaken ? `There is a connection ${key} already.` : null}>
        {(ids) => <Input {...ids} mono value={key} placeholder="crm-api" spellCheck={false} onChange={(event) => setKey(event.target.value)} />}
      </Field>
      <Field label="Name">{(ids) => <Input {...ids} value={name} placeholder="CRM" onChange={(event) => setName(event.target.value)} />}</Field>
      <ConnectionForm kind={kind} values={values} onChange={setValues} />
      <Trouble error={create.error} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending} disabled={key === "" || isTaken}>
          Create and test
        </Button>
      </DialogActions>
    </form>
  );
}
