"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { keyFrom } from "../words.ts";
import { Refusal } from "./refusal.tsx";

/** The name of a flow that is being made, and the key that follows from it. */
export function NameFlow({
  taken,
  initial = "",
  action,
  isPending,
  error,
  onBack,
  backWord = "Cancel",
  onCreate,
}: {
  taken: readonly string[];
  initial?: string;
  action: string;
  isPending: boolean;
  error: { message: string } | null;
  onBack: () => void;
  backWord?: string;
  onCreate: (q: { key: string; name: string }) => void;
}) {
  const [name, setName] = useState(initial);
  const [asked, setAsked] = useState(false);
  const key = keyFrom(name);
  const problem = problemOf(name, key, taken);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!problem) onCreate({ key, name: name.trim() });
      }}
    >
      <Field
        label="Name"
        required
        error={(asked || taken.includes(key)) && problem ? problem : null}
        help={
          <>
            Say what happens and what becomes of it.{" "}
            {key && (
              <>
                Its key will be <code className="mono text-ink-2">{key}</code>.
              </>
            )}
          </>
        }
      >
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            value={name}
            maxLength={160}
            placeholder="Won opportunity to project in Odoo"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Refusal error={error} />
      <DialogActions>
        <Button variant="ghost" onClick={onBack}>
          {backWord}
        </Button>
        <Button type="submit" variant="primary" loading={isPending}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}

function problemOf(name: string, key: string, taken: readonly string[]): string | null {
  if (name.trim() === "") return "Give the flow a name";
  if (key === "") return "The name needs at least one letter or digit";
  return taken.includes(key) ? `There is a flow with the key ${key} already` : null;
}

/** A name that no flow has yet. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const next = number === 1 ? name : `${name} ${number}`;
    if (!taken.includes(keyFrom(next))) return next;
  }
}
