"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { RetentionPolicy } from "#server/app.ts";
import { Section } from "./section.tsx";

/** How long runs are kept, per environment. */
export function Retention() {
  const trpc = useTRPC();
  const policies = useQuery(trpc.history.policies.queryOptions());
  return (
    <Section
      title="How long runs are kept"
      help="Old runs go with their steps, a month at a time. Runs that have not ended and open approvals stay; what keeps an effect from happening twice stays longer. A flow may set its own."
    >
      {policies.isPending && <SkeletonRows rows={3} label="Reading how long runs are kept" />}
      <CouldNotRead what="This" query={policies} />
      {policies.data && (
        <Table label="How long runs are kept">
          <thead>
            <tr>
              <Th>Environment</Th>
              <Th>Succeeded, days</Th>
              <Th>Failed, days</Th>
              <Th>
                <span className="sr-only">Change</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {policies.data.map((policy) => (
              <PolicyRow key={`${policy.environment} ${policy.succeededDays} ${policy.failedDays}`} policy={policy} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function PolicyRow({ policy }: { policy: RetentionPolicy }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayEdit = can(useActor(), "settings.edit");
  const [days, setDays] = useState({ succeeded: String(policy.succeededDays), failed: String(policy.failedDays) });
  const save = useMutation(
    trpc.history.setPolicy.mutationOptions({
      onSuccess: () => {
        toast.success(`${policy.name}: kept as you said.`);
        void queries.invalidateQueries({ queryKey: trpc.history.pathKey() });
      },
    }),
  );
  const wanted = { succeededDays: Number(days.succeeded), failedDays: Number(days.failed) };
  const isValid = [wanted.succeededDays, wanted.failedDays].every((value) => Number.isInteger(value) && value >= 1 && value <= 3660);
  const isChanged = wanted.succeededDays !== policy.succeededDays || wanted.failedDays !== policy.failedDays;
  const isShorter = wanted.succeededDays < policy.succeededDays || wanted.failedDays < policy.failedDays;
  const input = (which: "succeeded" | "failed") => (
    <Input
      size="sm"
      className="w-20"
      inputMode="numeric"
      aria-label={`Days that ${which} runs of ${policy.name} are kept`}
      aria-invalid={isValid ? undefined : true}
      value={days[which]}
      disabled={!mayEdit || save.isPending}
      onChange={(event) => setDays({ ...days, [which]: event.currentTarget.value.trim() })}
    />
  );
  return (
    <>
      <tr>
        <Td strong>
          <EnvironmentBadge environment={policy.environment} />
        </Td>
        <Td>{input("succeeded")}</Td>
        <Td>{input("failed")}</Td>
        <Td num>
          {isChanged && (
            <Button size="sm" disabled={!isValid} loading={save.isPending} onClick={() => save.mutate({ environment: policy.environment, ...wanted })}>
              Save
            </Button>
          )}
        </Td>
      </tr>
      {(save.error || !isValid || (isChanged && isShorter)) && (
        <tr>
          <td colSpan={4} className="pb-2">
            {save.error ? (
              <Note tone="danger" announce="alert">
                {save.error.message} {fixOf(save.error)}
              </Note>
            ) : isValid ? (
              <Note tone="warn">Runs that are older than this go within the hour, and nobody can bring them back.</Note>
            ) : (
              <Note tone="danger">A whole number of days, 1 to 3,660.</Note>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
