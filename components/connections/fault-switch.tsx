"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ConnectionView, PracticeFault } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

const FAULTS: { value: PracticeFault; label: string }[] = [
  { value: "none", label: "None: it works" },
  { value: "slow", label: "Slow: every answer takes seconds" },
  { value: "unavailable", label: "Unavailable: 503" },
  { value: "drop-answer", label: "Answers are lost after the change was made" },
  { value: "validation-error", label: "Every change is refused" },
];

/** Makes the practice Odoo fail, to see what flows do about it. */
export function FaultSwitch({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const actor = useActor();
  const queries = useQueryClient();
  const mayTest = can(actor, "connection.test");
  const at = { environment: connection.environment, key: connection.key };
  const fault = useQuery(trpc.connections.practiceFault.queryOptions(at));
  const set = useMutation(
    trpc.connections.setPracticeFault.mutationOptions({ onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.connections.pathKey() }) }),
  );
  const held = set.variables && set.isPending ? set.variables.fault : fault.data;
  const trouble = set.error ?? (fault.data === undefined ? fault.error : null);
  return (
    <section aria-labelledby="fault">
      <h3 id="fault" className="text-13 font-semibold">
        Fault
      </h3>
      <p className="mb-2 text-12 text-ink-3">
        The practice Odoo can fail on demand, in every environment at once: see how runs retry, explain themselves and are replayed.
        {!mayTest && " Operators and administrators switch it."}
      </p>
      <Select
        label="Fault of the practice Odoo"
        className="max-w-[360px]"
        disabled={!mayTest || held === undefined}
        value={held ?? null}
        placeholder={fault.isPending ? "Reading …" : "Unknown"}
        options={FAULTS}
        onChange={(next) => set.mutate({ ...at, fault: next })}
      />
      {held !== undefined && held !== "none" && (
        <Note tone="warn" announce="status" className="mt-2 max-w-[520px]">
          The practice Odoo fails on purpose now, for every flow that uses it. Set it to “None” when you have seen enough.
        </Note>
      )}
      <Trouble error={trouble} className="mt-2 max-w-[520px]" />
    </section>
  );
}
