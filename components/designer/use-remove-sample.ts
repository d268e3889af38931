/** A sample is no part of the document, so undo knows nothing of it: whoever removes one can put it back, with what was pinned. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SampleView } from "#server/app.ts";

type Removing = { remove: (sample: SampleView) => void; isPending: boolean };

export function useRemoveSample(flow: string, { onRemoved }: { onRemoved: (sample: SampleView) => void }): Removing {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const save = useMutation(trpc.flows.saveSample.mutationOptions());
  const pin = useMutation(trpc.flows.pinOutput.mutationOptions());
  const { mutateAsync, isPending } = useMutation(trpc.flows.removeSample.mutationOptions());
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.flows.samples.queryKey({ flow }) });
  const putBack = async ({ id, name, trigger, pinned, source, pins }: SampleView) => {
    await save.mutateAsync({ flow, id, name, trigger, pinned, source });
    for (const [step, kept] of Object.entries(pins)) await pin.mutateAsync({ flow, id, step, pin: kept });
  };
  const undo = (sample: SampleView) =>
    void putBack(sample)
      .catch(told(`The sample ${sample.name} could not be put back`))
      .finally(refresh);
  const take = async (sample: SampleView) => {
    await mutateAsync({ flow, id: sample.id });
    await refresh();
    onRemoved(sample);
    toast(`The sample ${sample.name} is removed`, { action: { label: "Undo", onClick: () => undo(sample) } });
  };
  const remove = (sample: SampleView) => void take(sample).catch(told("The sample is still there"));
  return { remove, isPending };
}

function told(title: string): (error: { message: string }) => void {
  return (error) => toast.error(title, { description: [error.message, fixOf(error)].filter(Boolean).join(" ") });
}
