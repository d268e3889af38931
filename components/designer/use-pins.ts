/** What steps gave, kept with a sample: test runs and live values take it instead of executing them. It never is part of the document. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { Pins, SampleView } from "#server/app.ts";

type Of = { sample: SampleView; step: string };

export function usePins(flow: string): { pin: (q: Of & { pin: Pins[string] }) => void; unpin: (q: Of) => void } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutate } = useMutation(
    trpc.flows.pinOutput.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.flows.samples.queryKey({ flow }) }),
      onError: (error) => toast.error("Nothing was changed", { description: [error.message, fixOf(error)].filter(Boolean).join(" ") }),
    }),
  );
  return {
    pin: useCallback(({ sample, step, pin }) => mutate({ flow, id: sample.id, step, pin }), [flow, mutate]),
    unpin: useCallback(({ sample, step }) => mutate({ flow, id: sample.id, step, pin: null }), [flow, mutate]),
  };
}
