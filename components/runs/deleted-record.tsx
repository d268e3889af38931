"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import type { RunView, StepRunView } from "#server/app.ts";
import styles from "./error-tab.module.css";
import { Trouble } from "#components/ui/trouble.tsx";

type Decision = "recreate" | "skip";

/** A step that writes a list names each record that failed. */
const ofList = (failure: StepRunView["failure"]) => typeof failure?.detail === "object" && failure.detail !== null && "failed" in failure.detail;

/** Somebody deleted the record that this flow made. Whether it shall be there again is for a person to say. */
export function DeletedRecord({ run, environment, record }: { run: RunView; environment: string; record: StepRunView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const allowed = can(useActor(), "run.replay");
  const [asking, setAsking] = useState<Decision | null>(null);
  const decide = useMutation(
    trpc.runs.decideDeleted.mutationOptions({
      onSuccess: async ({ runId }) => {
        await client.invalidateQueries({ queryKey: trpc.runs.pathKey() });
        router.push(`/${environment}/runs/${runId}`);
      },
    }),
  );
  const isOfList = ofList(record.failure);
  const which = isOfList ? `${record.failure?.where?.model ?? "the record"} ${record.failure?.where?.record ?? ""}`.trim() : "the record";
  const why = allowed ? undefined : "Your role may not replay runs";
  return (
    <div className={styles.settle}>
      <Button disabled={!allowed} title={why} onClick={() => setAsking("recreate")}>
        Recreate
      </Button>
      <Button disabled={!allowed} title={why} onClick={() => setAsking("skip")}>
        Skip
      </Button>
      {asking && (
        <Dialog
          open
          onOpenChange={(isOpen) => !isOpen && setAsking(null)}
          title={asking === "recreate" ? `Make ${which} again?` : `Leave ${which} deleted?`}
          description={
            asking === "recreate"
              ? `${record.name} makes a new record in Odoo, with an id of its own, and the run goes on after it.`
              : isOfList
                ? `${record.name} writes the other records of its list and leaves this one out, now and whenever it is repeated.`
                : `${record.name} writes nothing, and the run goes on after it as if the record were there no longer.`
          }
        >
          <Trouble error={decide.error} />
          <DialogActions>
            <Button onClick={() => setAsking(null)}>Close</Button>
            <Button
              variant="primary"
              loading={decide.isPending || decide.isSuccess}
              onClick={() => decide.mutate({ runId: run.id, step: record.step, decision: asking })}
            >
              {asking === "recreate" ? "Recreate" : "Skip"}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </div>
  );
}
