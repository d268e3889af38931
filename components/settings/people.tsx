"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Role } from "#server/app.ts";
import { ROLE_OPTIONS } from "./roles.ts";
import { Section } from "./values.tsx";

export function People() {
  const trpc = useTRPC();
  const actor = useActor();
  const queries = useQueryClient();
  const [isNew, setNew] = useState(false);
  const mayRead = can(actor, "people.read");
  const mayManage = can(actor, "people.manage");
  const people = useQuery(trpc.access.people.queryOptions(undefined, { enabled: mayRead }));
  const update = useMutation(
    trpc.access.updatePerson.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.access.pathKey() }),
      onError: (error) => toast.error(error.message, { description: fixOf(error) ?? undefined }),
    }),
  );
  if (!mayRead) return <EmptyState title="Not for your role">Analysts, approvers, operators and administrators see who works here.</EmptyState>;
  return (
    <Section
      title="People"
      help="A role is what somebody may do; a group is whom an approval can ask."
      action={
        <Button
          size="sm"
          icon={<Plus size={14} aria-hidden />}
          disabled={!mayManage}
          title={mayManage ? undefined : "Administrators add people"}
          onClick={() => setNew(true)}
        >
          Add a person
        </Button>
      }
    >
      {people.isPending && <SkeletonRows rows={5} label="Reading people" />}
      {people.error && !people.data && (
        <ErrorState title="The people could not be read" message={people.error.message} fix={fixOf(people.error)} onRetry={() => void people.refetch()} />
      )}
      {people.data && (
        <Table label="People">
          <thead>
            <tr>
              <Th>Person</Th>
              <Th>Role</Th>
              <Th>Groups</Th>
              <Th>
                <span className="sr-only">Access</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {people.data.map((person) => (
              <tr key={person.id}>
                <Td strong className="py-2">
                  <span className="flex items-center gap-2">
                    <Avatar name={person.name} />
                    <span className="min-w-0">
                      {person.name} {person.disabled && <Tag tone="warn">disabled</Tag>}
                      <span className="block truncate text-11 font-normal text-ink-3">{person.email}</span>
                    </span>
                  </span>
                </Td>
                <Td>
                  <Select
                    size="sm"
                    className="!w-36"
                    label={`Role of ${person.name}`}
                    disabled={!mayManage}
                    value={person.role}
                    options={ROLE_OPTIONS}
                    onChange={(role) => update.mutate({ id: person.id, role })}
                  />
                </Td>
                <Td>{person.groups.join(", ")}</Td>
                <Td num>
                  <Button
                    size="sm"
                    variant="ghost"
                    disabled={!mayManage || person.id === actor.id}
                    onClick={() => update.mutate({ id: person.id, disabled: !person.disabled })}
                  >
                    {person.disabled ? "Enable" : "Disable"}
                  </Button>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {isNew && <PersonDialog onClose={() => setNew(false)} />}
    </Section>
  );
}

function PersonDialog({ onClose }: { onClose: () => void }) {
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
        <Field label="Role">{(ids) => <Select {...ids} value={role} options={ROLE_OPTIONS} onChange={setRole} />}</Field>
        <Field label="First password" required help="At least 10 characters. Hand it over by another way than e-mail.">
          {(ids) => <Input {...ids} type="password" value={password} autoComplete="new-password" onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        {create.error && (
          <Note tone="danger" announce="alert">
            {create.error.message} {fixOf(create.error)}
          </Note>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={create.isPending}>
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
