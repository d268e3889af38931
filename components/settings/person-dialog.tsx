"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Role } from "#server/app.ts";
import { ROLE_DOES, ROLE_OPTIONS } from "./roles.ts";
import { Trouble } from "#components/ui/trouble.tsx";

export function PersonDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [password, setPassword] = useState("");
  const create = useMutation(
    trpc.access.createPerson.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.access.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add a person">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name, email, role, password });
        }}
      >
        <Field label="Name" required>
          {(ids) => <Input {...ids} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="E-mail" required>
          {(ids) => <Input {...ids} type="email" value={email} autoComplete="off" onChange={(event) => setEmail(event.target.value)} />}
        </Field>
        <Field label="Role" help={ROLE_DOES[role]}>
          {(ids) => <Select {...ids} value={role} options={ROLE_OPTIONS} onChange={setRole} />}
        </Field>
        <Field label="First password" required help="At least 10 characters. Hand it over by another way than e-mail.">
          {(ids) => <Input {...ids} type="password" value={password} autoComplete="new-password" onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        <Trouble error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={create.isPending} disabled={name.trim() === "" || email.trim() === "" || password === ""}>
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
