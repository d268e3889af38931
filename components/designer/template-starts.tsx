"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TemplateList } from "#components/flows/start/template-list.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { toast } from "#components/ui/toast.tsx";
import { asFlow } from "#flow/needs.ts";
import { allSteps } from "#flow/nested.ts";
import { placed } from "#flow/tidy.ts";
import type { TemplateView } from "#server/app.ts";
import { useDesigner } from "./context.tsx";
import styles from "./template-starts.module.css";

/** offered by name; the others are a click away */
const SHOWN = 3;

/** A flow that exists already, but has no step, becomes what a template draws: an edit that can be undone, with the template's sample to try it. */
export function TemplateStarts() {
  const { flow, store } = useDesigner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const templates = useQuery(trpc.flows.templates.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  // told to the mutation itself: with its first step the canvas is empty no more, and this is gone before the answer comes
  const keep = useMutation(
    trpc.flows.saveSample.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.flows.samples.pathKey() }),
      onError: (error) => toast.error("The template's sample could not be kept", { description: error.message }),
    }),
  );
  const [isOpen, setOpen] = useState(false);
  // without them there are triggers and steps to begin with: nothing is missing
  if (!templates.data) return null;
  const begin = ({ title, document, sample }: TemplateView) => {
    setOpen(false);
    const { key, name } = store.get().whole.flow;
    store.edit(() => placed(asFlow(document, { key, name })), { note: `began as the template “${title}”` });
    keep.mutate({ flow, name: "Example", trigger: sample, pinned: true });
  };
  return (
    <section aria-label="Start from a template" className={styles.starts}>
      <h3 className="text-13 font-medium text-ink-2">Or start from a template</h3>
      <ul className={styles.list}>
        {ofEachKind(templates.data).map((template) => (
          <li key={template.key}>
            <button type="button" className={styles.template} onClick={() => begin(template)}>
              <span className="font-medium text-ink">{template.title}</span>
              <span className="text-12 text-ink-3">
                {template.category} · {formatPlural(allSteps(template.document).length, "step")}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        All templates…
      </Button>
      <Dialog wide open={isOpen} onOpenChange={setOpen} title="Start from a template" description="It becomes the draft of this flow; undo takes it back.">
        {isOpen && <TemplateList templates={templates.data} onChoose={begin} />}
      </Dialog>
    </section>
  );
}

/** The first of as many categories as are shown. */
function ofEachKind(templates: readonly TemplateView[]): TemplateView[] {
  return [...Map.groupBy(templates, (each) => each.category).values()].flatMap(([first]) => first ?? []).slice(0, SHOWN);
}
