"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CouldNotRead } from "#components/could-not-read.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { asFlow, needsOf, withConnections } from "#flow/needs.ts";
import type { TemplateView } from "#server/app.ts";
import { GraphPicture } from "./graph-picture.tsx";
import { freeName, NameFlow } from "./name-flow.tsx";
import { NeedsList, type Remap } from "./needs-list.tsx";
import { TemplateList } from "./template-list.tsx";
import { useBegin } from "./use-begin.ts";

type GalleryProps = { environment: string; taken: readonly string[]; onClose: () => void; onCreated: (key: string) => void };

/** Flows to begin with: found by words and category, looked at, made one's own. */
export function TemplateGallery(q: GalleryProps) {
  const trpc = useTRPC();
  const templates = useQuery(trpc.flows.templates.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const [chosen, setChosen] = useState<TemplateView | null>(null);
  if (templates.error && !templates.data) return <CouldNotRead what="The templates" query={templates} />;
  if (!templates.data) return <SkeletonRows rows={6} label="Reading the templates" />;
  if (chosen) return <Chosen {...q} template={chosen} onBack={() => setChosen(null)} />;
  return <TemplateList templates={templates.data} onChoose={setChosen} />;
}

function Chosen({ template, environment, taken, onBack, onCreated }: GalleryProps & { template: TemplateView; onBack: () => void }) {
  const begin = useBegin(onCreated);
  const [remap, setRemap] = useState<Remap>({});
  return (
    <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="h-[min(52vh,460px)] rounded-3 border border-line bg-bg p-2 max-md:h-52">
        <GraphPicture document={template.document} className="h-full w-full" />
      </div>
      <div className="min-w-0">
        <h3 className="text-14 font-semibold">{template.title}</h3>
        <p className="mt-1 mb-3 text-13 text-ink-2">{template.description}</p>
        <h4 className="mb-1.5 text-12 font-medium">What it needs</h4>
        <div className="mb-4">
          <NeedsList needs={needsOf(template.document)} environment={environment} remap={remap} onRemap={setRemap} />
        </div>
        <NameFlow
          taken={taken}
          initial={freeName(template.document.flow.name, taken)}
          action="Create flow"
          isPending={begin.isPending}
          error={begin.error}
          onBack={onBack}
          backWord="All templates"
          onCreate={(flow) =>
            begin.mutate({
              document: asFlow(withConnections(template.document, remap), flow),
              from: `the template ${template.title}`,
              sample: { name: "Example", trigger: template.sample },
            })
          }
        />
      </div>
    </div>
  );
}
