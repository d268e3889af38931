"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { fixOf, useTRPC } from "#components/trpc.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { formatPlural } from "#components/ui/format.ts";
import { SearchInput } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { allSteps } from "#flow/nested.ts";
import { asFlow, needsOf, withConnections } from "#flow/needs.ts";
import type { TemplateView } from "#server/app.ts";
import { GraphPicture } from "./graph-picture.tsx";
import { freeName, NameFlow } from "./name-flow.tsx";
import { NeedsList, type Remap } from "./needs-list.tsx";
import { useBegin } from "./use-begin.ts";

const ALL = "All";

type GalleryProps = { environment: string; taken: readonly string[]; onClose: () => void; onCreated: (key: string) => void };

/** Flows to begin with: found by words and category, looked at, made one's own. */
export function TemplateGallery(q: GalleryProps) {
  const trpc = useTRPC();
  const templates = useQuery(trpc.flows.templates.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const [text, setText] = useState("");
  const [category, setCategory] = useState(ALL);
  const [chosen, setChosen] = useState<TemplateView | null>(null);
  if (templates.error)
    return (
      <ErrorState
        title="The templates could not be read"
        message={templates.error.message}
        fix={fixOf(templates.error)}
        onRetry={() => void templates.refetch()}
      />
    );
  if (!templates.data) return <SkeletonRows rows={6} label="Reading the templates" />;
  if (chosen) return <Chosen {...q} template={chosen} onBack={() => setChosen(null)} />;
  const categories = [ALL, ...new Set(templates.data.map((template) => template.category))];
  const shown = templates.data.filter((template) => (category === ALL || template.category === category) && fits(template, text));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchInput
          label="Search templates"
          icon={<Search size={14} aria-hidden />}
          placeholder="Invoice, employee, nightly …"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-[240px] max-sm:w-full"
        />
        <Segmented
          label="Category"
          value={category}
          onChange={setCategory}
          options={categories.map((value) => ({ value, label: value }))}
          className="max-sm:max-w-full max-sm:overflow-x-auto"
        />
      </div>
      {shown.length === 0 && <EmptyState compact title="No template fits" />}
      <ul className="grid gap-3 sm:grid-cols-2">
        {shown.map((template) => (
          <li key={template.key}>
            <button
              type="button"
              className="flex h-full w-full flex-col overflow-hidden rounded-3 border border-line text-left hover:border-line-control focus-visible:shadow-(--focus-ring)"
              onClick={() => setChosen(template)}
            >
              <span className="grid h-36 place-items-center border-b border-line bg-bg p-2" aria-hidden>
                <GraphPicture document={template.document} most={400} className="h-full w-full" />
              </span>
              <span className="flex flex-col gap-1 px-3 py-2.5">
                <span className="text-13 font-semibold text-ink">{template.title}</span>
                <span className="text-12 text-ink-2">{template.description}</span>
                <span className="text-11 text-ink-3">
                  {template.category} · {formatPlural(allSteps(template.document).length, "step")}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
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
            begin.mutate({ document: asFlow(withConnections(template.document, remap), flow), sample: { name: "Example", trigger: template.sample } })
          }
        />
      </div>
    </div>
  );
}

function fits({ title, description, category, document }: TemplateView, text: string): boolean {
  const all = [title, description, category, ...allSteps(document).map((step) => `${step.name ?? ""} ${step.type}`)].join(" ").toLowerCase();
  return text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
