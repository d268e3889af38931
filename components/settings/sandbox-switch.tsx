"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { EnvironmentView } from "#server/app.ts";
import { Trouble } from "#components/ui/trouble.tsx";

/** Whether test runs may really send in an environment. Turning it on is asked about; production has no switch. */
export function SandboxSwitch({ environment }: { environment: EnvironmentView }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayEdit = can(useActor(), "settings.edit");
  const [isAsked, setAsked] = useState(false);
  const set = useMutation(
    trpc.access.setSandbox.mutationOptions({
      onSuccess: (_, { sandbox }) => {
        setAsked(false);
        toast.success(sandbox ? `${environment.name} is a sandbox now.` : `${environment.name} is no sandbox any more.`);
        void queries.invalidateQueries({ queryKey: trpc.access.environments.queryKey() });
      },
      onError: (error, { sandbox }) => {
        if (!sandbox) toast.error(error.message, { description: fixOf(error) ?? "" });
      },
    }),
  );
  if (environment.key === "production") return <span className="text-ink-3">never</span>;
  return (
    <>
      <Switch
        label={`${environment.name} is a sandbox`}
        checked={environment.sandbox}
        disabled={!mayEdit || set.isPending}
        onChange={(sandbox) => (sandbox ? setAsked(true) : set.mutate({ environment: environment.key, sandbox }))}
      />
      <Dialog
        open={isAsked}
        onOpenChange={setAsked}
        title={`Make ${environment.name} a sandbox?`}
        description="Whoever may send from test runs can then write through its connections, with data that was only made up."
      >
        <p className="text-13 text-ink-2">
          Make sure that its connections lead to systems that are there to be tried out. Each test run asks before it sends, and the audit log names what was
          sent.
        </p>
        <Trouble error={set.error} className="mt-3" />
        <DialogActions>
          <Button onClick={() => setAsked(false)}>Cancel</Button>
          <Button variant="primary" loading={set.isPending} onClick={() => set.mutate({ environment: environment.key, sandbox: true })}>
            Make it a sandbox
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
