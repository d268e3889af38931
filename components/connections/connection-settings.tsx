"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { ConnectionView } from "#server/app.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { fromConfig, toRequest } from "./kinds.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** What the connection holds. Secrets are written, never read: a field left empty keeps what is stored. */
export function ConnectionSettings({ connection, mayEdit, onSaved }: { connection: ConnectionView; mayEdit: boolean; onSaved: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState(connection.name);
  const [values, setValues] = useState(() => fromConfig(connection.config));
  const [isDirty, setDirty] = useState(false);
  const isFixed = !mayEdit || connection.practice;
  const save = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: () => {
        setDirty(false);
        toast.success("Saved. Test it to see whether it answers.");
        onSaved();
      },
    }),
  );
  return (
    <section aria-labelledby="settings">
      <h3 id="settings" className="text-13 font-semibold">
        Settings
      </h3>
      {!mayEdit && <p className="text-12 text-ink-3">Administrators change connections.</p>}
      {mayEdit && connection.practice && <p className="text-12 text-ink-3">A practice connection keeps itself up to date.</p>}
      <form
        className="mt-2 flex max-w-[520px] flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const request = toRequest(connection.kind, values, connection.config);
          save.mutate({ environment: connection.environment, key: connection.key, ...(name.trim() === "" ? {} : { name: name.trim() }), ...request });
        }}
      >
        {!isFixed && (
          <Field label="Name">
            {(ids) => (
              <Input
                {...ids}
                value={name}
                onChange={(event) => {
                  setName(event.target.value);
                  setDirty(true);
                }}
              />
            )}
          </Field>
        )}
        <ConnectionForm
          kind={connection.kind}
          values={values}
          hints={connection.secretHints}
          disabled={isFixed}
          onChange={(next) => {
            setValues(next);
            setDirty(true);
          }}
        />
        <Trouble error={save.error} />
        {!isFixed && (
          <div>
            <Button type="submit" variant="primary" loading={save.isPending} disabled={!isDirty}>
              Save
            </Button>
          </div>
        )}
      </form>
    </section>
  );
}
