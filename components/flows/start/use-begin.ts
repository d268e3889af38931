/** A flow that begins as another one, a template or a file: made as a draft of its own, with a sample where there is one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc.tsx";
import type { FlowDocument, Json } from "#flow/document.ts";

/** `from`: what it was taken from, as Versions says it */
type Begin = { document: FlowDocument; from: string; sample?: { name: string; trigger: Json } };

export function useBegin(onCreated: (key: string) => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const load = useMutation(trpc.flows.import.mutationOptions());
  const keep = useMutation(trpc.flows.saveSample.mutationOptions());
  return useMutation({
    mutationFn: async ({ document, from, sample }: Begin) => {
      const { flow } = await load.mutateAsync({ document, publish: false, asNew: true, from });
      if (sample) await keep.mutateAsync({ flow, ...sample, pinned: true });
      return flow;
    },
    onSuccess: async (flow) => {
      await queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
      onCreated(flow);
    },
  });
}
