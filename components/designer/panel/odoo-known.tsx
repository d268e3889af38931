"use client";

/** What the connected Odoo tells about the model of the step that is looked at. */
import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useTRPC } from "#components/trpc.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Note } from "#components/ui/note.tsx";
import { textIn } from "./json.ts";
import { usePanel } from "./panel-context.tsx";

/** The fields that the chosen Odoo really has, and whether it could be asked. */
export function useFields() {
  const trpc = useTRPC();
  const { environment, step } = usePanel();
  const connection = textIn(step.config, "connection");
  const model = textIn(step.config, "model");
  const query = useQuery(
    trpc.odoo.fields.queryOptions({ environment, connection, model }, { enabled: connection !== "" && model !== "", staleTime: 300_000, retry: false }),
  );
  return { fields: query.data ?? [], query, model };
}

export function Unread({ what, message, onRetry }: { what: string; message: string; onRetry: () => void }) {
  return (
    <Note
      tone="warn"
      action={
        <IconButton size="sm" label="Ask Odoo again" onClick={onRetry}>
          <RotateCw size={14} aria-hidden />
        </IconButton>
      }
    >
      {what} could not be read from Odoo: {message} You can type names all the same.
    </Note>
  );
}

/** The public methods of the chosen model, where its server tells them. */
export function useMethods() {
  const trpc = useTRPC();
  const { environment, step } = usePanel();
  const connection = textIn(step.config, "connection");
  const model = textIn(step.config, "model");
  const query = useQuery(
    trpc.odoo.methods.queryOptions({ environment, connection, model }, { enabled: connection !== "" && model !== "", staleTime: 300_000, retry: false }),
  );
  return { methods: query.data?.kind === "told" ? query.data.methods : [], query, model };
}
