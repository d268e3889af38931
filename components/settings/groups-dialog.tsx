"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import type { PersonView } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

export type Group = { key: string; name: string; members: { id: string; name: string }[] };

/** The groups of one person: whom an approval reaches when it asks a group. */
export function GroupsDialog({ person, groups, onClose }: { person: PersonView; groups: Group[]; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(person.groups));
  const update = useMutation(
    trpc.access.updatePerson.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.access.pathKey() });
        // who may decide what has changed with it
        void queries.invalidateQueries({ queryKey: trpc.approvals.pathKey() });
        onClose();
      },
    }),
  );
  const toggle = (key: string, isIn: boolean) => setChosen((held) => new Set(isIn ? [...held, key] : [...held].filter((each) => each !== key)));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Groups of ${person.name}`}
      description="An approval that asks a group asks everybody who is in it at that moment."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ id: person.id, groups: [...chosen] });
        }}
      >
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">Groups</legend>
          {groups.map((group) => (
            <Checkbox key={group.key} checked={chosen.has(group.key)} onChange={(isIn) => toggle(group.key, isIn)}>
              {group.name} <span className="mono ml-1 text-12 text-ink-3">{group.key}</span>
            </Checkbox>
          ))}
        </fieldset>
        <Trouble error={update.error} className="mt-3" />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={update.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
