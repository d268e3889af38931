/** A version brought back into the draft: asked for by the address, done as an edit, saved with a note. */
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { toast } from "#components/ui/toast.tsx";
import { placed } from "#flow/tidy.ts";
import type { DesignerStore } from "./store.ts";

export function useRestore(q: { environment: string; flow: string; store: DesignerStore; canEdit: boolean; save: () => void }): void {
  const { environment, flow, store, canEdit } = q;
  const trpc = useTRPC();
  const router = useRouter();
  const asked = Number(useSearchParams().get("restore"));
  const number = canEdit && Number.isInteger(asked) && asked > 0 ? asked : null;
  const version = useQuery(trpc.flows.version.queryOptions({ flow, version: number ?? 0 }, { enabled: number !== null, staleTime: Number.POSITIVE_INFINITY }));
  const save = useRef(q.save);
  useEffect(() => {
    save.current = q.save;
  });
  useEffect(() => {
    if (number === null || (!version.data && !version.error)) return;
    router.replace(`/${environment}/flows/${encodeURIComponent(flow)}`);
    if (!version.data) {
      toast.error(`Version ${number} could not be restored`, { description: version.error?.message });
      return;
    }
    const { document } = version.data;
    store.enter(null);
    store.edit(() => placed(document), { note: `restored from v${number}` });
    save.current();
    toast.success(`Version ${number} is back in the draft`, { description: "Undo brings back what was there before." });
  }, [number, version.data, version.error, environment, flow, store, router]);
}
