"use client";

import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { PersonView } from "#server/app.ts";
import { DisableDialog } from "./disable-dialog.tsx";
import { type Group, GroupsDialog } from "./groups-dialog.tsx";
import { PersonDialog } from "./person-dialog.tsx";
import { ROLE_OPTIONS } from "./roles.ts";
import { Section } from "./section.tsx";

type Open = { what: "new" } | { what: "groups" | "disable"; person: PersonView };

/** Who works here, what each may do, and the groups that approvals ask. */
export function People() {
  const trpc = useTRPC();
  const actor = useActor();
  const [open, setOpen] = useState<Open | null>(null);
  const mayRead = can(actor, "people.read");
  const mayManage = can(actor, "people.manage");
  const people = useQuery(trpc.access.people.queryOptions(undefined, { enabled: mayRead }));
  const groups = useQuery(trpc.access.groups.queryOptions(undefined, { enabled: mayRead }));
  if (!mayRead) return <EmptyState title="Not for your role">Analysts, approvers, operators and administrators see who works here.</EmptyState>;
  const close = () => setOpen(null);
  return (
    <>
      <Section
        title="People"
        help={`A role is what somebody may do; a group is whom an approval can ask.${mayManage ? "" : " Administrators change both."}`}
        action={
          <Button
            size="sm"
            icon={<Plus size={14} aria-hidden />}
            disabled={!mayManage}
            title={mayManage ? undefined : "Administrators add people"}
            onClick={() => setOpen({ what: "new" })}
          >
            Add a person
          </Button>
        }
      >
        {people.isPending && <SkeletonRows rows={5} label="Reading people" />}
        <CouldNotRead what="The people" query={people} />
        {people.data && <PeopleTable people={people.data} groups={groups.data ?? []} onOpen={setOpen} />}
      </Section>
      <Groups query={groups} />
      {open?.what === "new" && <PersonDialog onClose={close} />}
      {open?.what === "groups" && <GroupsDialog person={open.person} groups={groups.data ?? []} onClose={close} />}
      {open?.what === "disable" && <DisableDialog person={open.person} onClose={close} />}
    </>
  );
}

function PeopleTable({ people, groups, onOpen }: { people: PersonView[]; groups: Group[]; onOpen: (open: Open) => void }) {
  const trpc = useTRPC();
  const actor = useActor();
  const queries = useQueryClient();
  const mayManage = can(actor, "people.manage");
  const nameOf = (key: string) => groups.find((group) => group.key === key)?.name ?? key;
  const update = useMutation(
    trpc.access.updatePerson.mutationOptions({
      onSuccess: (person) => {
        toast.success(`${person.name} is ${person.role}${person.disabled ? ", disabled" : ""} now.`);
        void queries.invalidateQueries({ queryKey: trpc.access.pathKey() });
      },
      onError: (error) => toast.error(error.message, { description: fixOf(error) ?? undefined }),
    }),
  );
  return (
    <Table label="Everybody, with role and groups">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Role</Th>
          <Th>Groups</Th>
          {mayManage && (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => {
          const isSelf = person.id === actor.id;
          return (
            <tr key={person.id}>
              <Td strong className="py-2">
                <span className="flex items-center gap-2">
                  <Avatar name={person.name} />
                  <span className="min-w-0">
                    {person.name} {isSelf && <Tag>you</Tag>} {person.disabled && <Tag tone="warn">disabled</Tag>}
                    <span className="block truncate text-11 font-normal text-ink-3">{person.email}</span>
                  </span>
                </span>
              </Td>
              <Td>
                {mayManage ? (
                  <Select
                    size="sm"
                    className="w-36"
                    label={`Role of ${person.name}`}
                    disabled={isSelf || (update.isPending && update.variables.id === person.id)}
                    value={update.isPending && update.variables.id === person.id ? (update.variables.role ?? person.role) : person.role}
                    options={ROLE_OPTIONS}
                    onChange={(role) => role !== person.role && update.mutate({ id: person.id, role })}
                  />
                ) : (
                  <span className="capitalize">{person.role}</span>
                )}
              </Td>
              <Td>{person.groups.map(nameOf).join(", ") || <span className="text-ink-3">none</span>}</Td>
              {mayManage && (
                <Td num className="whitespace-nowrap">
                  <Button size="sm" variant="ghost" aria-label={`Groups of ${person.name}`} onClick={() => onOpen({ what: "groups", person })}>
                    Groups
                  </Button>
                  <Button
                    size="sm"
                    variant="ghost"
                    disabled={isSelf}
                    title={isSelf ? "Another administrator can disable you" : undefined}
                    aria-label={`${person.disabled ? "Enable" : "Disable"} ${person.name}`}
                    onClick={() => (person.disabled ? update.mutate({ id: person.id, disabled: false }) : onOpen({ what: "disable", person }))}
                  >
                    {person.disabled ? "Enable" : "Disable"}
                  </Button>
                </Td>
              )}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Groups({ query }: { query: UseQueryResult<Group[], { message: string }> }) {
  const groups = query.data;
  return (
    <Section title="Groups" help="Steps that ask people name a group by its key.">
      {query.isPending && <SkeletonRows rows={2} label="Reading groups" />}
      <CouldNotRead what="The groups" query={query} />
      {groups?.length === 0 && <p className="text-12 text-ink-3">None yet: approvals can ask people by name or by role.</p>}
      {groups && groups.length > 0 && (
        <Table label="Groups and who is in them">
          <thead>
            <tr>
              <Th>Group</Th>
              <Th>Key</Th>
              <Th>Members</Th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.key}>
                <Td strong>{group.name}</Td>
                <Td>
                  <span className="mono">{group.key}</span>
                </Td>
                <Td>
                  {group.members.length === 0 ? (
                    <span className="text-warn-text">nobody: an approval that asks only this group has nobody to decide it</span>
                  ) : (
                    group.members.map((member) => member.name).join(", ")
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
